import type { Clock } from '../core/ports.ts';

/** A clock that stands still until it is wound; due tasks run in order while it is. */
export interface ManualClock extends Clock {
  /** Moves both times forward and runs what falls due. */
  wind(byMs: number): void;
  /** Moves only the wall clock, as a person or an NTP step does. */
  jump(byMs: number): void;
  /** Lets the machine sleep: the wall clock and the time since it started go on, the monotonic clock does not. */
  sleep(byMs: number): void;
}

interface Task {
  dueMs: number;
  readonly periodMs: number | null;
  readonly run: () => void;
}

/** A clock at `startMs` since the epoch. */
export function manualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let wallMs = startMs;
  let monoMs = 0;
  let sleptMs = 0;
  const tasks = new Set<Task>();
  const schedule = (delayMs: number, periodMs: number | null, run: () => void): (() => void) => {
    const task = { dueMs: monoMs + delayMs, periodMs, run };
    tasks.add(task);
    return () => tasks.delete(task);
  };
  return {
    nowMs: () => wallMs,
    monotonicMs: () => monoMs,
    sinceBootMs: () => monoMs + sleptMs,
    after: (delayMs, run) => schedule(delayMs, null, run),
    every: (periodMs, run) => schedule(periodMs, periodMs, run),
    jump(byMs) {
      wallMs += byMs;
    },
    sleep(byMs) {
      wallMs += byMs;
      sleptMs += byMs;
    },
    wind(byMs) {
      const end = monoMs + byMs;
      for (;;) {
        const next = [...tasks].filter((task) => task.dueMs <= end).sort((a, b) => a.dueMs - b.dueMs)[0];
        if (next === undefined) break;
        wallMs += Math.max(0, next.dueMs - monoMs);
        monoMs = Math.max(monoMs, next.dueMs);
        if (next.periodMs === null) tasks.delete(next);
        else next.dueMs += next.periodMs;
        next.run();
      }
      wallMs += end - monoMs;
      monoMs = end;
    },
  };
}
