import { spawn } from 'node:child_process';
import { err, ok, type Result } from '../../core/domain/result.ts';

/** A virtual display that is up. */
export interface VirtualDisplay {
  /** For DISPLAY, such as ':3'. */
  readonly display: string;
  readonly pid: number;
  /** Ends it; also happens when this process ends. */
  stop(): void;
}

const startTimeoutMs = 15_000;

/**
 * Starts Xvfb on a free display that it picks itself: 1600 x 1000, 24 bits, no TCP. Every user of this machine can reach such a display,
 * as with any X server without a cookie, so it is for tests and for trying the console out.
 */
export function startXvfb(): Promise<Result<VirtualDisplay, string>> {
  return new Promise((resolve) => {
    const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
    // A group of its own: Ctrl-C must let the console close before its display goes.
    const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
    const stop = () => void child.kill('SIGTERM');
    const timer = setTimeout(() => fail('it did not start in time'), startTimeoutMs);
    let written = '';
    let errors = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      stop();
      resolve(err(`Xvfb could not be started: ${why}`));
    };
    child.stderr?.on('data', (bytes: Buffer) => {
      errors = `${errors}${bytes}`.slice(-2_000);
    });
    child.stdio[3]?.on('data', (bytes: Buffer) => {
      written += bytes.toString('latin1');
      if (!written.endsWith('\n') || child.pid === undefined) return;
      clearTimeout(timer);
      process.once('exit', stop);
      // The display must not keep a process alive that has nothing else to do.
      child.unref();
      for (const stream of [child.stderr, child.stdio[3]]) (stream as { unref?: () => void } | null)?.unref?.();
      resolve(ok({ display: `:${written.trim()}`, pid: child.pid, stop }));
    });
    child.once('error', (cause) => fail(cause.message));
    child.once('exit', () => fail(errors.trim() || 'it ended at once'));
  });
}
