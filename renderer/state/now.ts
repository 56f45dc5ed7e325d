import { useSyncExternalStore } from 'react';

const periodMs = 1_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, periodMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

/** How many such periods have gone by since 1970: another number each time one is over, for what is to be looked at anew then. */
export function usePeriods(ofMs: number): number {
  return useSyncExternalStore(listen, () => Math.floor(nowMs / ofMs));
}

/** The present time in milliseconds, moving once a second: for ages and countdowns on screen. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => nowMs);
}
