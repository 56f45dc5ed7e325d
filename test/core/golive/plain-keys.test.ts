import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyScan, type NamedFile } from '../../../core/golive/plain-keys.ts';
import { isSecretSetting } from '../../../core/settings/settings.ts';
import { lockFolder } from '../../../core/store/folder-lock.ts';

const lockHolder = fileURLToPath(new URL('../store/lock-holder.ts', import.meta.url));
let root = '';
let folder = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-plain-'));
  folder = join(root, 'data');
  mkdirSync(join(folder, 'exports'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const clear = {
  pkcs8: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  sec1: String(privateKey.export({ type: 'sec1', format: 'pem' })),
};
const locked = { cipher: 'aes-256-cbc', passphrase: 'of a test' } as const;
const encrypted = {
  pkcs8: String(privateKey.export({ type: 'pkcs8', format: 'pem', ...locked })),
  sec1: String(privateKey.export({ type: 'sec1', format: 'pem', ...locked })),
};
const scanOf = (named: readonly NamedFile[] = [], dataFolder = folder) =>
  createKeyScan({ dataFolder, named, isSecretName: isSecretSetting });
const none = { found: [], unseen: [] };
const found = (...names: string[]) => ({ found: names, unseen: [] });
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the scan for keys that lie in clear', () => {
  it.each(Object.entries(clear))('finds one as %s, wherever it lies in the data folder', (_form, text) => {
    const scan = scanOf();
    expect(scan()).toEqual(none);
    write('exports/of a service.txt', `found it here:\n${text}`);
    expect(scan()).toEqual(found(join('exports', 'of a service.txt')));
  });

  it("finds the one in an exchange's own file, whose line breaks are escaped", () => {
    write('cdp_api_key.json', JSON.stringify({ name: 'organizations/1', privateKey: clear.sec1 }));
    expect(scanOf()()).toEqual(found('cdp_api_key.json'));
  });

  it.each(Object.entries(encrypted))('passes over one that is encrypted, as %s', (_form, text) => {
    write('client.key', text);
    write('client.json', JSON.stringify({ key: text }));
    expect(scanOf()()).toEqual(none);
  });

  it('names the setting of a file outside, and no file twice', () => {
    const outside = join(root, 'client.key');
    writeFileSync(outside, clear.pkcs8);
    const inside = write('other.key', clear.pkcs8);
    const scan = scanOf([
      { setting: 'PORTCULLIS_REMOTE_KEY', path: outside },
      { setting: 'PORTCULLIS_MPC_0_KEY', path: inside },
      { setting: 'PORTCULLIS_MPC_1_KEY', path: join(root, 'not there') },
    ]);
    const both = found('the file of PORTCULLIS_REMOTE_KEY', 'the file of PORTCULLIS_MPC_0_KEY');
    expect(scan()).toEqual(both);
  });

  it('sees one that was put into a file that it has looked at, and one that was taken away', () => {
    const scan = scanOf();
    write('note.txt', 'nothing yet');
    expect(scan()).toEqual(none);
    write('note.txt', clear.sec1);
    expect(scan()).toEqual(found('note.txt'));
    rmSync(join(folder, 'note.txt'));
    expect(scan()).toEqual(none);
  });

  it('finds a secret in the .env and in a copy of it, set now or not', () => {
    write('.env', '# of last week\nexport CEX_BINANCE_API_SECRET="hidden"\n');
    write('env.bak', 'PRIVATE_KEY=0xabc\n');
    expect(scanOf()()).toEqual(found('.env', 'env.bak'));
  });

  it('never opens what the console holds a lock on, which closing it would drop', async () => {
    const lock = lockFolder(folder);
    if (!lock.ok) throw new Error(lock.error.code);
    const database = new SqliteDatabase(join(folder, 'own.db'));
    database.pragma('journal_mode = WAL');
    database.exec('CREATE TABLE kept (it); BEGIN IMMEDIATE; INSERT INTO kept VALUES (1)');
    expect(scanOf()()).toEqual(none);
    const other = spawn(process.execPath, [lockHolder, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [said] = await once(other.stdout, 'data');
    expect(String(said).trim()).toBe('already-running');
    database.close();
    lock.value();
  });

  it('waits for nothing that is no plain file', () => {
    expect(scanOf([{ setting: 'PORTCULLIS_REMOTE_KEY', path: '/dev/zero' }])()).toEqual(none);
  });

  it('follows no link, to a file, to another folder or in a circle', () => {
    mkdirSync(join(root, 'documents'));
    writeFileSync(join(root, 'documents', 'client.key'), clear.pkcs8);
    symlinkSync(join(root, 'documents', 'client.key'), join(folder, 'link'));
    symlinkSync(join(root, 'documents'), join(folder, 'linked'));
    for (const name of ['one', 'two']) symlinkSync(folder, join(folder, 'exports', name));
    expect(scanOf()()).toEqual(none);
  });

  it('says what it could not look through, and still finds what lies beside it', () => {
    write('client.key', clear.pkcs8);
    let deep = folder;
    for (let depth = 0; depth < 10; depth += 1) deep = join(deep, 'deeper');
    mkdirSync(deep, { recursive: true });
    const { found: keys, unseen } = scanOf()();
    expect(keys).toEqual(['client.key']);
    expect(unseen).toHaveLength(1);
    expect(scanOf([], join(root, 'nowhere'))()).toEqual({ found: [], unseen: ['the data folder'] });
  });
});
