import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});

describe('a release', () => {
  it('is for the reasons that were shown: one that came up since keeps trading halted', async () => {
    current = await temporaryCore();
    await current.get('halt.engage', { reason: 'a pause' });
    const { approvalId, digest } = await current.get('halt.requestRelease', {});
    current.core.haltNow('automatic', 'something is very wrong');
    const answer = { approvalId, digest, answer: 'approve', word: 'RELEASE' } as const;
    expect(await current.ask('approvals.decide', answer, 'approval')).toMatchObject({
      error: { code: 'stale-preview' },
    });
    expect((await current.get('system.status', {})).halt.state).toBe('halted');
    const again = await current.get('halt.requestRelease', {});
    expect(again.lines.map(({ text }) => text).join()).toContain('something is very wrong');
    const { approvalId: next, digest: shown } = again;
    await current.get('approvals.decide', { ...answer, approvalId: next, digest: shown }, 'approval');
    expect((await current.get('system.status', {})).halt.state).toBe('active');
  });

  it('shows what is open still, and does not call what it cannot count nothing', async () => {
    current = await temporaryCore();
    const { folder } = current;
    const shown = async (core: TemporaryCore) => {
      const { approvalId, digest, lines } = await core.get('halt.requestRelease', {});
      await core.get('approvals.decide', { approvalId, digest, answer: 'refuse' }, 'approval');
      return lines.filter(({ label }) => label.startsWith('Open ')).map(({ label, text }) => `${label}: ${text}`);
    };
    await current.get('halt.engage', { reason: 'a pause' });
    await current.get('orders.list', { limit: 1 });
    expect(await shown(current)).toEqual(['Open orders on paper: 0']);
    await current.core.close();
    writeFileSync(join(folder, 'live.db'), 'no database at all '.repeat(200));
    current = await current.restart();
    expect(await shown(current)).toContain('Open LIVE orders: not known');
  });
});
