import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manualClock } from '../manual-clock.ts';
import { testAuthority } from '../tls/certificates.ts';
import { temporaryCore } from './temporary-core.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 0, 1);

describe('what is due, by the contract', () => {
  it('is told by the status, announced once, put off by who trades and not by the approval window', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-due-'));
    mkdirSync(folder, { recursive: true });
    const certificate = testAuthority().issue({
      name: 'us',
      notBeforeMs: startMs - dayMs,
      notAfterMs: startMs + 10 * dayMs,
    });
    writeFileSync(join(folder, 'remote.pem'), certificate.cert, { mode: 0o600 });
    const clock = manualClock(startMs);
    const console = await temporaryCore({
      ports: { clock },
      environment: { PORTCULLIS_REMOTE_CERT: join(folder, 'remote.pem') },
    });
    onTestFinished(async () => {
      await console.remove();
      rmSync(folder, { recursive: true, force: true });
    });
    const raised = () => console.heard.filter(({ topic }) => topic === 'reminder.raised');
    const [row] = (await console.get('custody.list', {})).credentials;
    expect(raised()).toEqual([]);
    clock.wind(3_000);
    expect(raised()).toEqual([
      {
        topic: 'reminder.raised',
        payload: {
          credentialId: row?.credentialId,
          kind: 'remote-tls',
          label: 'Remote signer: certificate',
          level: 'in-14-days',
          dueAtMs: startMs + 10 * dayMs,
        },
      },
    ]);
    expect(console.core.status().due).toEqual({ level: 'in-14-days', count: 1, snoozed: 0 });

    const input = { credentialId: row?.credentialId ?? '', days: 14, reason: 'ordered' };
    expect(await console.ask('custody.snooze', input, 'approval')).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await console.ask('custody.snooze', { ...input, days: 15 })).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(await console.ask('custody.snooze', { ...input, reason: '' })).toMatchObject({
      error: { code: 'invalid-input' },
    });
    const { snoozed } = await console.get('custody.snooze', input, 'operator');
    expect(snoozed).toEqual({ untilMs: startMs + 10 * dayMs, reason: 'ordered' });
    expect(console.heard.findLast(({ topic }) => topic === 'status.changed')).toMatchObject({
      payload: { due: { level: null, count: 0, snoozed: 1 } },
    });
    clock.sleep(9 * dayMs);
    clock.wind(60_000);
    expect(raised()).toHaveLength(1);
    clock.sleep(dayMs);
    clock.wind(60_000);
    expect(raised().map(({ payload }) => payload)).toMatchObject([{ level: 'in-14-days' }, { level: 'overdue' }]);
    expect(console.core.status().due).toEqual({ level: 'overdue', count: 1, snoozed: 0 });
  });
});
