import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Audit, type AuditOptions, openAudit } from '../../../core/audit/audit.ts';
import { ok, type Result } from '../../../core/domain/result.ts';
import { runSelfTest, testedHost } from '../../../core/golive/self-test.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { storageFailed } from '../../../core/store/stored.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const parts = { clock: systemClock, ids: systemIds, log: quiet };
/** A folder for temporary files that no other test writes into. */
let own = '';
beforeEach(() => {
  own = temporaryFolder();
  vi.stubEnv('TMPDIR', own);
});
afterEach(() => void vi.unstubAllEnvs());
const left = () => readdirSync(own);
const failed: Result<never> = { ok: false, error: storageFailed('no') };

/** The console's own trail, some of which is another way. */
const opening =
  (change: (audit: Audit) => Partial<Audit>) =>
  (options: AuditOptions): Result<Audit> => {
    const opened = openAudit(options);
    return opened.ok ? ok({ ...opened.value, ...change(opened.value) }) : opened;
  };

it('passes here with what the console itself stands on, and leaves nothing behind', async () => {
  expect(await runSelfTest(parts)).toMatchObject({ ok: true, value: expect.stringContaining('chain verified') });
  expect(left()).toEqual([]);
});

it.each([
  ['a database that cannot be opened', { open: () => failed }, 'could not be opened'],
  ['a row that cannot be appended', { open: opening(() => ({ append: async () => failed })) }, 'could not be appended'],
  ['a chain that cannot be walked', { open: opening(() => ({ verify: async () => failed })) }, 'could not be verified'],
  [
    'a row that is gone after a restart',
    { open: opening(() => ({ newest: () => ok(null) })) },
    'not there after a restart',
  ],
  ['a signature that is another one', { sign: () => false }, 'could not be made here and proved'],
  [
    'a step that throws',
    {
      sign: () => {
        throw new Error('no');
      },
    },
    'ended before its time',
  ],
])('says what did not work: %s; and leaves nothing behind', async (_what, change, words) => {
  expect(await runSelfTest({ ...parts, ...change })).toMatchObject({
    ok: false,
    error: expect.stringContaining(words),
  });
  expect(left()).toEqual([]);
});

it('speaks for a program and a system, by their names and versions', () => {
  expect(testedHost('Electron 45')).toMatch(new RegExp(`^Electron 45, Node ${process.versions.node}, \\w+ \\S+ \\w+$`));
});
