import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeToRun, outsideArchive } from '../../../electron/core-host/installed.ts';

test('the core of an installed console is run from beside its archive', () => {
  const resources = join('/opt', 'Portcullis', 'resources');
  expect(outsideArchive(join(resources, 'app.asar', 'out', 'core', 'process.js'))).toBe(
    join(resources, 'app.asar.unpacked', 'out', 'core', 'process.js'),
  );
  // Only the archive itself, not a folder above that is called the same.
  expect(outsideArchive(join('/a', 'app.asar', 'b', 'app.asar', 'out'))).toBe(
    join('/a', 'app.asar', 'b', 'app.asar.unpacked', 'out'),
  );
});

test('the core of a checkout is run where it was built', () => {
  for (const path of [join('/home', 'me', 'portcullis', 'out'), join('/x', 'app.asar.unpacked', 'out')]) {
    expect(outsideArchive(path)).toBe(path);
  }
});

test('an installed console runs the Node that came with it, whatever the environment names', () => {
  const facts = { isPackaged: true, resourcesFolder: join('/opt', 'resources'), named: '/tmp/other' };
  expect(nodeToRun({ ...facts, platform: 'linux' })).toBe(join('/opt', 'resources', 'node', 'bin', 'node'));
  expect(nodeToRun({ ...facts, platform: 'win32' })).toBe(join('/opt', 'resources', 'node', 'bin', 'node.exe'));
});

test('a checkout runs the Node that its launcher named, or none', () => {
  const facts = { isPackaged: false, resourcesFolder: '/electron/resources', platform: 'linux' };
  expect(nodeToRun({ ...facts, named: '/pinned/node' })).toBe('/pinned/node');
  expect(nodeToRun({ ...facts, named: undefined })).toBeUndefined();
});
