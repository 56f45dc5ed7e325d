import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { runProgram } from './run-program.ts';
import { sourceFingerprint } from './source-fingerprint.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['core', 'electron', 'renderer', 'package.json', 'package-lock.json'];
const stamp = join(root, 'out', '.built-from');
const outputs = ['electron/main.js', 'preload/preload.cjs', 'renderer/console.html', 'core/process.js', 'core/cli.js'];

/** Builds when anything it is built from has changed since the last build, or a result is missing. The error holds the build's output. */
export async function buildIfStale(say: (line: string) => void): Promise<Result<null, string>> {
  const fingerprint = sourceFingerprint(root, sources);
  const isWhole = outputs.every((output) => existsSync(join(root, 'out', output)));
  if (isWhole && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return ok(null);
  say('Building…');
  const built = await build();
  // The fingerprint from before the build: what was changed during it is built next time.
  if (built.ok) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, fingerprint);
  }
  return built;
}

async function build(): Promise<Result<null, string>> {
  const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const config = join('electron', 'electron.vite.config.ts');
  const args = [electronVite, 'build', '--config', config, '--logLevel', 'warn'];
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, args, { cwd: root });
  return exitCode === 0 ? ok(null) : err(`The build failed.\n${stdout}${stderr}`);
}
