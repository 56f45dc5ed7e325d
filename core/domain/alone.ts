import { conflict } from './conflict.ts';
import type { Result } from './result.ts';

/** Does something while nothing else of the same is done; `conflict` while it is. */
export type Alone = <T>(work: () => Promise<Result<T>>) => Promise<Result<T>>;

/** Lets one work at a time; `busy` is what whoever comes meanwhile is told, in words. */
export function createAlone(busy: string): Alone {
  let isBusy = false;
  return async (work) => {
    if (isBusy) return conflict(busy);
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  };
}
