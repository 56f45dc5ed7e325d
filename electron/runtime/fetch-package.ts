import { err, ok, type Result } from '../../core/domain/result.ts';
import { runProgram } from './run-program.ts';

const timeoutMs = 5 * 60_000;

/** Puts a package's file into `folder` with `npm pack`, as this machine's npm is configured; a failure is tried once more. */
export async function fetchPackage(name: string, folder: string): Promise<Result<null, string>> {
  const [command, ...first] = npmCommand(process.env.npm_execpath);
  const args = [...first, 'pack', name, '--silent', '--ignore-scripts', '--pack-destination', folder];
  for (let attempt = 1; ; attempt += 1) {
    const { exitCode, stderr } = await runProgram(command, args, { cwd: folder, timeoutMs });
    if (exitCode === 0) return ok(null);
    if (attempt === 2) return err(`npm could not fetch ${name}: ${stderr.trim() || 'it took too long'}`);
  }
}

/** How npm is run: by its own file when it started us, so that its version stays the same, else by its name on the PATH. */
export function npmCommand(execPath: string | undefined): readonly [string, ...string[]] {
  const isNpm = execPath !== undefined && /npm-cli\.c?js$/.test(execPath);
  return isNpm ? [process.execPath, execPath] : ['npm'];
}
