import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronDist } from './resolve-electron.ts';
import { runProgram } from './run-program.ts';

/**
 * Packages the console with electron-builder around the Electron that was found: as a plain folder under dist/, or as `passed` says
 * (electron-builder's own arguments, such as `--linux AppImage`). A package around anything but the official binary is for looking at
 * only, so it is never made into something to hand on. Answers the exit code.
 */
export async function packageConsole(
  root: string,
  dist: ElectronDist,
  passed: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  if (dist.kind !== 'official') {
    say(`Packaging around Electron ${dist.version} (${dist.kind}): to look at only, never to hand on.`);
    if (passed.length > 0) {
      say('Installers are made around the official Electron only.');
      return 1;
    }
  }
  const made = mkdtempSync(join(tmpdir(), 'portcullis-package-'));
  try {
    const folder = dist.kind === 'official' ? dist.folder : withoutDefaultApp(dist.folder, join(made, 'dist'));
    return await build(root, { ...dist, folder }, passed);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** A packaged console is its own default application, and electron-builder takes only a real archive for one. */
function withoutDefaultApp(folder: string, copy: string): string {
  const defaultApp = join(folder, 'resources', 'default_app.asar');
  cpSync(folder, copy, { recursive: true, filter: (path) => path !== defaultApp });
  return copy;
}

async function build(root: string, dist: ElectronDist, passed: readonly string[]): Promise<number> {
  const args = [
    join(root, 'node_modules', 'electron-builder', 'cli.js'),
    ...(passed.length > 0 ? passed : ['--dir']),
    '--config',
    'electron-builder.yml',
    `-c.electronDist=${dist.folder}`,
    `-c.electronVersion=${dist.version}`,
    '--publish',
    'never',
  ];
  const { exitCode } = await runProgram(process.execPath, args, { cwd: root, isShown: true });
  return exitCode ?? 1;
}
