import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './is-running.ts';

const askAgainMs = 50;

/**
 * Runs a task while no other process of this machine runs one under the same file, which holds the id of the process at work. A file
 * left by a process that is gone does not count.
 */
export async function oneAtATime<T>(lock: string, task: () => Promise<T>): Promise<T> {
  while (!take(lock)) await sleep(askAgainMs);
  try {
    return await task();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    const holder = holderOf(lock);
    if (holder !== null && !isRunning(holder)) rmSync(lock, { force: true });
    return false;
  }
}

/** Null while the holder has not written its id yet, or has just let go. */
function holderOf(lock: string): number | null {
  try {
    const id = Number.parseInt(readFileSync(lock, 'utf8'), 10);
    return Number.isNaN(id) ? null : id;
  } catch {
    return null;
  }
}
