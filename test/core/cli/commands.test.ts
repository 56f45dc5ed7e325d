import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approve, listApprovals } from '../../../core/cli/approve.ts';
import { backups } from '../../../core/cli/backups.ts';
import * as commands from '../../../core/cli/commands.ts';
import { key } from '../../../core/cli/custody.ts';
import { dataFolderOf } from '../../../core/cli/data-folder.ts';
import { halt } from '../../../core/cli/halt.ts';
import { keystore } from '../../../core/cli/keystore.ts';
import { openCore } from '../../../core/cli/open-core.ts';
import { recovery } from '../../../core/cli/recovery.ts';
import { vault } from '../../../core/cli/vault.ts';
import { lockFolder } from '../../../core/store/folder-lock.ts';
import { restAnOrder } from './resting-order.ts';

let root = '';
let out: string[] = [];
let notes: string[] = [];
const streams = { out: (text: string) => void out.push(text), note: (text: string) => void notes.push(text) };
const options = () => ({ dataFolder: join(root, 'data'), environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') } });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-cli-'));
  out = [];
  notes = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the command line without a running console', () => {
  it('answers a call with exactly one line and 0 or 1', async () => {
    expect(await commands.call(options(), streams, 'balances.list', '{}')).toBe(0);
    expect(await commands.call(options(), streams, 'orders.get', '{"orderId":"nobody"}')).toBe(1);
    expect(await commands.call(options(), streams, 'nothing.like.it', '{}')).toBe(1);
    expect(await commands.call(options(), streams, 'balances.list', '{')).toBe(1);
    expect(
      out.map((line) => (JSON.parse(line) as { ok: boolean; error?: { code: string } }).error?.code ?? 'ok'),
    ).toEqual(['ok', 'not-found', 'unknown-method', 'invalid-input']);
    expect(out.every((line) => !line.includes('\n'))).toBe(true);
  });

  it('does not let a call raise', async () => {
    expect(await commands.call(options(), streams, 'approvals.decide', '{}')).toBe(1);
    expect(out[0]).toContain('not-allowed');
  });

  it('halts for the next console, and says in status why', async () => {
    expect(await halt(options(), streams, 'from a test')).toBe(0);
    expect(await commands.status(options(), streams)).toBe(0);
    expect(out.join('\n')).toContain('Trading is halted.\n  from a test (cli,');
  });

  it('says in status what the halt began with, and what it was halted for besides', async () => {
    for (const reason of ['first', 'second']) await halt(options(), streams, reason);
    await commands.status(options(), streams);
    expect(out.join('\n')).toMatch(/Trading is halted\.\n {2}first \(cli, \S+\)\n {2}also: second \(cli, /);
  });

  it('says in status how many orders the books hold, and that it is not known where they cannot be read', async () => {
    await restAnOrder(options());
    expect(await commands.status(options(), streams)).toBe(0);
    expect(out).toContain('Open paper orders: 1');
    expect(out).toContain('Venue practice: not known, for no console runs');
    out = [];
    writeFileSync(join(options().dataFolder, 'paper.db'), 'no database at all '.repeat(200));
    expect(await commands.status(options(), streams)).toBe(0);
    expect(out).toContain('Open paper orders: not known');
  });

  it('leaves a halt in the folder when no console can be reached, and the next start is halted', async () => {
    const unlock = lockFolder(options().dataFolder);
    if (!unlock.ok) throw new Error(unlock.error.code);
    expect(await halt(options(), streams, 'nobody answers')).toBe(1);
    expect(existsSync(join(options().dataFolder, 'halt-request'))).toBe(true);
    expect(notes).toEqual([
      expect.stringMatching(
        /^No console answered the halt \(\S+\)\. Only the request for it was written, to .*halt-request/,
      ),
      'What is open is not known, and can still fill.',
    ]);
    expect(out).toEqual([]);
    unlock.value();
    await commands.status(options(), streams);
    expect(out.join('\n')).toContain('nobody answers');
    expect(existsSync(join(options().dataFolder, 'halt-request'))).toBe(false);
  });

  it('verifies the audit trail', async () => {
    expect(await commands.auditVerify(options(), streams)).toBe(0);
    expect(out[0]).toMatch(/^The chain holds: \d+ rows/);
  });

  it('does not call rows unsealed whose seals it cannot check while the vault is locked', async () => {
    const opened = await openCore({ ...options(), logFile: null, runtime: 'test', serveApi: false });
    if (!opened.ok) throw new Error(opened.error.code);
    expect(
      await opened.value.call('approval', 'vault.unlock', { passphrase: 'a long passphrase of a test' }),
    ).toMatchObject({ ok: true });
    await opened.value.close();
    expect(await commands.auditVerify(options(), streams)).toBe(0);
    expect(out[1]).toMatch(/^Seals on \d+ rows? were not checked, because the vault is locked\.$/);
    // The core that verifies has written of its own start, without a key.
    expect(out[2]).toMatch(/^Not sealed by a key: rows (\d+) to \d+$/);
    expect(Number(/rows (\d+)/.exec(out[2] ?? '')?.[1])).toBeGreaterThan(2);
  });

  it('neither releases, unlocks, approves nor touches a keystore without a person at a terminal', async () => {
    expect(await commands.release(options(), streams)).toBe(1);
    expect(await commands.unlock(options(), streams)).toBe(1);
    expect(await approve(options(), streams, undefined)).toBe(1);
    expect(await keystore(options(), streams, 'create', undefined)).toBe(1);
    expect(notes.every((note) => note.includes('interactive terminal'))).toBe(true);
    expect(out).toEqual([]);
  });
});

describe('what is said wrongly', () => {
  it('is told before a person at a terminal is asked for', async () => {
    const nowhere = join(root, 'nowhere.json');
    const copy = (file?: string) => ({ file, replace: false });
    const unsaid = [
      () => keystore(options(), streams, 'import', undefined),
      () => keystore(options(), streams, 'create', 'key.json'),
      () => vault(options(), streams, 'import', copy()),
      () => vault(options(), streams, 'export', copy(nowhere)),
      () => key(options(), streams, 'retire', undefined),
      () => key(options(), streams, 'add', 'kraken'),
      () => backups(options(), streams, 'record', 'nothing-like-it', undefined),
      () => recovery(options(), streams, 'split', { file: undefined, for: 'vault' }),
      () => recovery(options(), streams, 'split', { file: nowhere, for: 'purse' }),
      () => recovery(options(), streams, 'combine', { file: nowhere }),
      () => recovery(options(), streams, 'rehearse', { file: undefined }),
    ];
    for (const say of unsaid) expect(await say()).toBe(2);
    const missing = [
      () => keystore(options(), streams, 'import', nowhere),
      () => vault(options(), streams, 'import', copy(nowhere)),
      () => backups(options(), streams, 'verify', 'b1', nowhere),
      () => recovery(options(), streams, 'split', { file: nowhere, for: 'vault' }),
      () => recovery(options(), streams, 'combine', { file: nowhere, out: join(root, 'new.json') }),
      () => recovery(options(), streams, 'rehearse', { file: nowhere }),
    ];
    for (const say of missing) expect(await say()).toBe(1);
    expect(notes).toHaveLength(unsaid.length + missing.length);
    expect(notes.filter((note) => note.includes('interactive terminal'))).toEqual([]);
    expect(out).toEqual([]);
  });

  it('is told of a passport without a console that runs', async () => {
    expect(await key(options(), streams, 'passport', 'nobody')).toBe(1);
    expect(notes).toEqual(['This credential is not there. (not-found)']);
  });
});

describe('what waits for the person', () => {
  it('is not asked of a core that was only opened for the question', async () => {
    expect(await listApprovals(options(), streams)).toBe(1);
    expect(notes[0]).toContain('No console runs');
  });
});

describe('the data folder', () => {
  it.each([
    ['the one named', 'there', { PORTCULLIS_DATA: '/elsewhere' }, 'linux', join(process.cwd(), 'there')],
    ['that of the environment', undefined, { PORTCULLIS_DATA: '/elsewhere' }, 'linux', '/elsewhere'],
    ["the window's own", undefined, { XDG_CONFIG_HOME: '/config' }, 'linux', '/config/portcullis/data'],
  ] as const)('is %s', (_title, chosen, environment, platform, folder) => {
    expect(dataFolderOf(chosen, environment, platform)).toBe(folder);
  });
});
