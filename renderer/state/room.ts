import { useSyncExternalStore } from 'react';

const roomy = matchMedia('(min-width: 1280px) and (min-height: 820px)');

function watch(listener: () => void): () => void {
  roomy.addEventListener('change', listener);
  return () => roomy.removeEventListener('change', listener);
}

/** Whether the window has room for everything at once; else some parts share a place. trade.css asks the same question. */
export function useRoom(): boolean {
  return useSyncExternalStore(watch, () => roomy.matches);
}
