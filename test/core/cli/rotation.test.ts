import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AskOptions } from '../../../core/cli/ask.ts';
import { rotationCalendar, rotationList } from '../../../core/cli/rotation.ts';
import { testAuthority } from '../../tls/certificates.ts';

const dayMs = 86_400_000;
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-cli-rotation-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run(command: typeof rotationList, name: string, set: Readonly<Record<string, string>> = {}) {
  const out: string[] = [];
  const notes: string[] = [];
  const streams = { out: (text: string) => void out.push(text), note: (text: string) => void notes.push(text) };
  const environment = { PORTCULLIS_HEAD_DIR: join(root, 'heads'), ...set };
  const options: AskOptions = { dataFolder: join(root, name), environment };
  const code = await command(options, streams);
  return { code, out, notes };
}

describe('rotations on the command line', () => {
  it('are none without credentials', async () => {
    expect(await run(rotationList, 'empty')).toEqual({
      code: 0,
      out: [expect.stringMatching(/^Nothing has a due date\. .* when the console runs/), 'Calendar: not written yet'],
      notes: [],
    });
    expect((await run(rotationCalendar, 'empty')).notes).toEqual([expect.stringMatching(/^It has no entries/)]);
  });

  it('are listed soonest first, fail while one is overdue, and are written as a calendar', async () => {
    const authority = testAuthority();
    const issue = (file: string, days: number): void => {
      const notAfterMs = Date.now() + days * dayMs;
      const { cert } = authority.issue({ name: file, notBeforeMs: Date.now() - 40 * dayMs, notAfterMs });
      mkdirSync(join(root, 'some'), { recursive: true, mode: 0o700 });
      writeFileSync(join(root, 'some', file), cert, { mode: 0o600 });
    };
    issue('remote.pem', 200);
    issue('party.pem', 10);
    const set = { PORTCULLIS_REMOTE_CERT: 'remote.pem', PORTCULLIS_MPC_0_CERT: 'party.pem' };
    const day = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
    const listed = await run(rotationList, 'some', set);
    expect(listed.code).toBe(0);
    expect(listed.out.slice(0, 2)).toEqual([
      expect.stringMatching(`^${day(10)}  within 14 days  Two-party signer, party 0: certificate \\(`),
      expect.stringMatching(`^${day(200)}  later  Remote signer: certificate \\(`),
    ]);
    const written = await run(rotationCalendar, 'some', set);
    const events = new ICAL.Component(ICAL.parse(readFileSync(written.out[0] ?? '', 'utf8'))).getAllSubcomponents(
      'vevent',
    );
    expect(events).toHaveLength(2);
    expect(written.notes).toEqual([expect.stringMatching(/^2 entries\./)]);
    expect((await run(rotationList, 'some', set)).out.at(-1)).toMatch(/^Calendar: written \S+$/);
    issue('party.pem', -1);
    const late = await run(rotationList, 'some', set);
    expect(late.code).toBe(1);
    expect(late.out[0]).toContain('overdue');
    expect(late.out.at(-1)).toContain('dates have changed since');
  });
});
