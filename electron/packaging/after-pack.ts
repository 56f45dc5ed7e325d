import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What electron-builder says of a package whose folder it has just filled; the part that is used here. */
export interface FilledPackage {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  /** A place in electron-builder's list of architectures. */
  readonly arch: number;
  readonly packager: { getResourcesDir(appOutDir: string): string };
}

const architectures = ['ia32', 'x64', 'armv7l', 'arm64', 'universal'];

/** Fails the packaging where something is missing without which an installed console cannot run: to electron-builder that is a warning. */
export function afterPack({ appOutDir, arch, electronPlatformName, packager }: FilledPackage): void {
  const resources = packager.getResourcesDir(appOutDir);
  const isWindows = electronPlatformName === 'win32';
  const prebuild = `${electronPlatformName}-${architectures[arch] ?? 'unknown'}.node`;
  const needed = [
    ['node', 'bin', isWindows ? 'node.exe' : 'node'],
    ['bin', isWindows ? 'portcullis.cmd' : 'portcullis'],
    ['app.asar.unpacked', 'package.json'],
    ...['cli.js', 'process.js', 'signer-child.js'].map((file) => ['app.asar.unpacked', 'out', 'core', file]),
    ['app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds', prebuild],
  ];
  const missing = needed.map((parts) => join(...parts)).filter((path) => !existsSync(join(resources, path)));
  if (missing.length > 0) throw new Error(`The package lacks ${missing.join(', ')}. Run npm ci on the system itself.`);
}
