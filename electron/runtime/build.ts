import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { runProgram } from './run-program.ts';
import { sourceFingerprint } from './source-fingerprint.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['core', 'electron', 'renderer', 'package.json', 'package-lock.json'];
const stamp = join(root, 'out', '.built-from');
const lock = join(root, 'node_modules', '.portcullis-building');
const outputs = [
  'electron/main.js',
  'preload/preload.cjs',
  'renderer/console.html',
  'core/process.js',
  'core/cli.js',
  'core/signer-child.js',
];

/** Changes when anything changes that is built from. */
export function sourcesNow(): string {
  return sourceFingerprint(root, sources);
}

/** Whether something was built, or what was there is up to date. */
export type BuildOutcome = 'built' | 'up-to-date';

/**
 * Builds when anything it is built from has changed since the last build, or a result is missing; while another process builds, waits for
 * it. The error holds the build's output.
 */
export async function buildIfStale(say: (line: string) => void): Promise<Result<BuildOutcome, string>> {
  if (isUpToDate(sourcesNow())) return ok('up-to-date');
  return oneAtATime(lock, async () => {
    const fingerprint = sourcesNow();
    if (isUpToDate(fingerprint)) return ok('up-to-date');
    say('Building…');
    const built = await build();
    // The fingerprint from before the build: what was changed during it is built next time.
    if (built.ok) writeFileSync(stamp, fingerprint);
    return built;
  });
}

function isUpToDate(fingerprint: string): boolean {
  const isWhole = outputs.every((output) => existsSync(join(root, 'out', output)));
  return isWhole && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
}

async function build(): Promise<Result<BuildOutcome, string>> {
  const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const config = join('electron', 'electron.vite.config.ts');
  const args = [electronVite, 'build', '--config', config, '--logLevel', 'warn'];
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, args, { cwd: root });
  return exitCode === 0 ? ok('built') : err(`The build failed.\n${stdout}${stderr}`);
}
