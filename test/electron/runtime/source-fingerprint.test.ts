import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceFingerprint } from '../../../electron/runtime/source-fingerprint.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-fingerprint-'));
  mkdirSync(join(folder, 'core', 'deep'), { recursive: true });
  for (const name of ['core/a.ts', 'core/deep/b.ts', 'package.json']) writeFileSync(join(folder, name), 'text');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fingerprint = () => sourceFingerprint(folder, ['core', 'package.json']);

test('nothing changed, nothing differs', () => {
  expect(fingerprint()).toBe(fingerprint());
});

test.each([
  ['a file is written with the same size', () => utimesSync(join(folder, 'core/deep/b.ts'), 1, 1)],
  ['a file is added', () => writeFileSync(join(folder, 'core/deep/c.ts'), '')],
  ['a file is removed', () => rmSync(join(folder, 'core/a.ts'))],
  ['a file is renamed', () => renameSync(join(folder, 'core/a.ts'), join(folder, 'core/z.ts'))],
  ['a named file is gone', () => rmSync(join(folder, 'package.json'))],
])('it differs when %s', (_what, change) => {
  const before = fingerprint();
  change();
  expect(fingerprint()).not.toBe(before);
});

test('what is beside the named paths does not matter', () => {
  const before = fingerprint();
  writeFileSync(join(folder, 'README.md'), '');
  expect(fingerprint()).toBe(before);
});

test('the copy of its configuration that the builder writes while it builds does not matter', () => {
  const before = fingerprint();
  writeFileSync(join(folder, 'core', 'electron.vite.config.ts.1795526714654-9f3ac01b.mjs'), '');
  expect(fingerprint()).toBe(before);
});
