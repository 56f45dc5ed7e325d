import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { afterPack } from '../../../electron/packaging/after-pack.ts';

const x64 = 1;
const whole = [
  'node/bin/node',
  'bin/portcullis',
  'app.asar.unpacked/package.json',
  'app.asar.unpacked/out/core/cli.js',
  'app.asar.unpacked/out/core/process.js',
  'app.asar.unpacked/out/core/signer-child.js',
  'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node',
];
let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'portcullis-after-pack-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function pack(files: readonly string[], platform = 'linux', arch = x64): () => void {
  for (const file of files) {
    mkdirSync(dirname(join(place, 'resources', file)), { recursive: true });
    writeFileSync(join(place, 'resources', file), '');
  }
  const packager = { getResourcesDir: (folder: string) => join(folder, 'resources') };
  return () => afterPack({ appOutDir: place, electronPlatformName: platform, arch, packager });
}

test('a package that holds what it runs on is packed', () => {
  expect(pack(whole)).not.toThrow();
});

test.each(whole)('a package without %s is none', (file) => {
  expect(pack(whole.filter((each) => each !== file))).toThrow(file);
});

test('each system and architecture needs its own', () => {
  expect(pack(whole, 'linux', 3)).toThrow('linux-arm64.node');
  expect(pack(whole, 'win32')).toThrow(/node\.exe.*portcullis\.cmd.*win32-x64\.node/);
});
