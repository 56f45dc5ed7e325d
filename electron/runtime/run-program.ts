import { spawn } from 'node:child_process';

/** How to run a program to its end. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The program is killed after this long. */
  readonly timeoutMs?: number;
  /** Let the person see what it prints, in place of keeping it. */
  readonly isShown?: boolean;
}

/** How a program ended; `exitCode` is null when it could not be started, was killed, or took too long. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** What it wrote to standard error, or why it could not be started. */
  readonly stderr: string;
}

/** Runs a program to its end, without a shell. Never throws for what the program does. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...(options.environment ?? process.env) },
      stdio: options.isShown === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', (cause) => resolve({ exitCode: null, stdout, stderr: cause.message }));
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
