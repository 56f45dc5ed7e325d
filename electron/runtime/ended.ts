import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

const orphanCheckMs = 500;

/**
 * Resolves with the exit code of a child when it ends (128 plus the signal's number when a signal ended it). Until then the signals that
 * ask this process to end are passed on to it. So is the end of npm: npm runs scripts through a shell, which takes a signal for itself
 * and would leave a console running that nobody sees.
 */
export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    const forward = (signal: NodeJS.Signals) => {
      // A key on the terminal reaches the child as well; passing it on would be a second one.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, forward);
    const stopWatching =
      process.env.npm_lifecycle_event === undefined ? () => undefined : whenOrphaned(() => child.kill());
    const finish = (code: number) => {
      for (const signal of signals) process.off(signal, forward);
      stopWatching();
      resolve(code);
    };
    child.once('exit', (code, signal) => finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    child.once('error', (cause) => {
      process.stderr.write(`${cause.message}\n`);
      finish(1);
    });
  });
}

/** Calls back once when the process that started this one is gone. */
function whenOrphaned(callback: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, orphanCheckMs);
  return () => clearInterval(timer);
}
