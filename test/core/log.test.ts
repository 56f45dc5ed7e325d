import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLog } from '../../core/log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes JSON lines to a file of this user alone, redacted', () => {
  const file = join(folder, 'logs', 'core.log');
  openLog({ file, stderr: false, name: 'core' }).info('a line', { apiSecret: 'canary', orders: 2 });
  const line = JSON.parse(readFileSync(file, 'utf8'));
  expect(line).toMatchObject({ name: 'core', msg: 'a line', apiSecret: '[redacted]', orders: 2 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('sets a file aside that has grown too large', () => {
  const file = join(folder, 'core.log');
  writeFileSync(file, 'x'.repeat(5_000_001));
  openLog({ file, stderr: false, name: 'core' }).warn('new');
  expect(statSync(`${file}.1`).size).toBe(5_000_001);
  expect(statSync(file).size).toBeLessThan(500);
});

it('does without a file that cannot be written', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() =>
    openLog({ file: join(folder, 'file', 'core.log'), stderr: false, name: 'core' }).error('lost'),
  ).not.toThrow();
});
