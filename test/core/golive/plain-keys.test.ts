import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyScan } from '../../../core/golive/plain-keys.ts';

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
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the scan for keys that lie in clear', () => {
  it.each(Object.entries(clear))('finds one as %s, wherever it lies in the data folder', (_form, text) => {
    const scan = createKeyScan(folder, []);
    expect(scan()).toEqual([]);
    write('exports/of a service.txt', `found it here:\n${text}`);
    expect(scan()).toEqual([join('exports', 'of a service.txt')]);
  });

  it("finds the one in an exchange's own file, whose line breaks are escaped", () => {
    write('cdp_api_key.json', JSON.stringify({ name: 'organizations/1', privateKey: clear.sec1 }));
    expect(createKeyScan(folder, [])()).toEqual(['cdp_api_key.json']);
  });

  it.each(Object.entries(encrypted))('passes over one that is encrypted, as %s', (_form, text) => {
    write('client.key', text);
    expect(createKeyScan(folder, [])()).toEqual([]);
  });

  it('names the setting of a file outside, and no file twice', () => {
    const outside = join(root, 'client.key');
    writeFileSync(outside, clear.pkcs8);
    const inside = write('other.key', clear.pkcs8);
    const scan = createKeyScan(folder, [
      { setting: 'PORTCULLIS_REMOTE_KEY', path: outside },
      { setting: 'PORTCULLIS_MPC_0_KEY', path: inside },
      { setting: 'PORTCULLIS_MPC_1_KEY', path: join(root, 'not there') },
    ]);
    expect(scan()).toEqual(['the file of PORTCULLIS_REMOTE_KEY', 'the file of PORTCULLIS_MPC_0_KEY']);
    symlinkSync(outside, join(folder, 'link'));
    expect(scan()).toHaveLength(2);
  });

  it('sees one that was put into a file that it has looked at, and one that was taken away', () => {
    const scan = createKeyScan(folder, []);
    write('note.txt', 'nothing yet');
    expect(scan()).toEqual([]);
    write('note.txt', clear.sec1);
    expect(scan()).toEqual(['note.txt']);
    rmSync(join(folder, 'note.txt'));
    expect(scan()).toEqual([]);
  });

  it('is not stopped by a folder that is not there', () => {
    expect(createKeyScan(join(root, 'nowhere'), [])()).toEqual([]);
  });
});
