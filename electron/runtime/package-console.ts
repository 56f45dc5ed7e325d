import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { ElectronDist } from './resolve-electron.ts';
import { runProgram } from './run-program.ts';

/** What is packaged, around what, and where it goes. */
export interface Packaging {
  readonly root: string;
  readonly dist: ElectronDist;
  /** electron-builder's own arguments, such as `--linux AppImage`; none for a plain folder. */
  readonly passed: readonly string[];
  /** The folder to fill; left out, the `dist` of electron-builder.yml. */
  readonly output?: string;
  /** Let the person see what electron-builder prints; else it is in the error. */
  readonly isShown: boolean;
  readonly say: (line: string) => void;
}

/**
 * Packages the built console with electron-builder around the Electron that was found: as a plain folder in the output folder, or as
 * `passed` says. A package around anything but the official binary is for looking at only, so it is never made into something to hand on.
 * The error is for the person.
 */
export async function packageConsole(packaging: Packaging): Promise<Result<null, string>> {
  const { dist, passed, say } = packaging;
  if (dist.kind !== 'official') {
    say(`Packaging around Electron ${dist.version} (${dist.kind}): to look at only, never to hand on.`);
    if (passed.length > 0) return err('Installers are made around the official Electron only.');
  }
  const made = mkdtempSync(join(tmpdir(), 'portcullis-package-'));
  try {
    const folder = dist.kind === 'official' ? dist.folder : withoutDefaultApp(dist.folder, join(made, 'dist'));
    return await build({ ...packaging, dist: { ...dist, folder } });
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

async function build({ dist, isShown, output, passed, root }: Packaging): Promise<Result<null, string>> {
  const args = [
    join(root, 'node_modules', 'electron-builder', 'cli.js'),
    ...(passed.length > 0 ? passed : ['--dir']),
    '--config',
    'electron-builder.yml',
    `-c.electronDist=${dist.folder}`,
    `-c.electronVersion=${dist.version}`,
    ...(output === undefined ? [] : [`-c.directories.output=${output}`]),
    '--publish',
    'never',
  ];
  const { exitCode, stderr, stdout } = await runProgram(process.execPath, args, { cwd: root, isShown });
  return exitCode === 0 ? ok(null) : err(`The packaging failed.\n${stdout}${stderr}`.trim());
}
