import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unzipSome } from '../../../electron/runtime/unzip.ts';
import { type ZipFile, zipOf } from './small-zip.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-unzip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function zip(files: readonly ZipFile[]): string {
  const path = join(folder, 'files.zip');
  writeFileSync(path, zipOf(files));
  return path;
}

const text = Buffer.from('the same line again and again\n'.repeat(50));

test('only what has a place is unpacked, there, with its bytes and permissions', () => {
  const archive = zip([
    { name: 'App/', bytes: Buffer.alloc(0) },
    { name: 'App/program', bytes: text, mode: 0o755 },
    { name: 'App/locales/en.pak', bytes: Buffer.from([0, 1, 2]), isStored: true },
    { name: 'App/left-out', bytes: text },
  ]);
  const place = (name: string) => (name === 'App/left-out' ? null : name.slice('App/'.length));
  expect(unzipSome(archive, join(folder, 'out'), place)).toEqual({ ok: true, value: 2 });
  expect(readFileSync(join(folder, 'out', 'program'))).toEqual(text);
  expect(statSync(join(folder, 'out', 'program')).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(folder, 'out', 'locales', 'en.pak'))).toEqual(Buffer.from([0, 1, 2]));
  expect(existsSync(join(folder, 'out', 'left-out'))).toBe(false);
});

test('a file whose checksum differs is refused and not written', () => {
  const archive = zip([{ name: 'program', bytes: text, checksum: 1 }]);
  expect(unzipSome(archive, join(folder, 'out'), (name) => name).ok).toBe(false);
  expect(existsSync(join(folder, 'out', 'program'))).toBe(false);
});

test.each(['../outside', '/outside', 'a/../../outside', 'a\\..\\..\\outside'])('%s is not unpacked', (name) => {
  expect(unzipSome(zip([{ name, bytes: text }]), join(folder, 'out'), (given) => given).ok).toBe(false);
  expect(existsSync(join(folder, 'outside'))).toBe(false);
});

test.each([
  ['no zip', Buffer.from('this is no zip at all')],
  ['an empty file', Buffer.alloc(0)],
  ['a zip cut short', zipOf([{ name: 'program', bytes: text }]).subarray(0, -30)],
])('%s is refused', (_what, bytes) => {
  const path = join(folder, 'broken.zip');
  writeFileSync(path, bytes);
  expect(unzipSome(path, join(folder, 'out'), (name) => name).ok).toBe(false);
});
