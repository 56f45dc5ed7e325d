import { randomBytes } from 'node:crypto';
import { uptime } from 'node:os';
import type { Clock, Ids } from './ports.ts';

/** The machine's clock and timers. Timers do not keep a process alive by themselves. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sinceBootMs: () => uptime() * 1000,
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
  every(periodMs, task) {
    const timer = setInterval(task, periodMs);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** Identifiers and randomness from the operating system. */
export const systemIds: Ids = {
  next: () => randomBytes(12).toString('hex'),
  bytes: (length) => new Uint8Array(randomBytes(length)),
};
