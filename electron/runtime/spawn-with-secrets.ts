import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { secretPipeName } from '../../core/secret-pipe.ts';

/** The descriptor after standard input, output and error. */
const descriptor = 3;

/**
 * Starts a program on this terminal and hands it secrets on a pipe that it reads and closes at once (`takePipedSecrets`), so that they
 * are neither in its first environment, which the system shows to this user's programs, nor in that of anything it starts. On Windows,
 * where an environment is removed for good when it is removed, they are in it.
 */
export function spawnWithSecrets(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  secrets: Readonly<Record<string, string>>,
): ChildProcess {
  if (Object.keys(secrets).length === 0 || process.platform === 'win32') {
    return spawn(program, args, { stdio: 'inherit', env: { ...environment, ...secrets } });
  }
  const child = spawn(program, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...environment, [secretPipeName]: `${descriptor}` },
  });
  const pipe = child.stdio[descriptor] as Writable;
  // A program that ended before it read them has no use for them.
  pipe.on('error', () => undefined);
  pipe.end(JSON.stringify(secrets));
  return child;
}
