import type { Result } from '../../core/domain/result.ts';

/** The calls a core has been asked and has not answered yet. */
export interface PendingCalls {
  /** Numbers a new call; `answered` resolves with its answer. */
  open(): { readonly id: number; readonly answered: Promise<Result<unknown>> };
  /** Answers one call; an id that is not open is ignored. */
  settle(id: number, result: Result<unknown>): void;
  /** Answers all that are open. */
  settleAll(result: Result<unknown>): void;
}

/** No calls yet. Ids never repeat, so an answer of a core that has ended can never settle a call to the next one. */
export function createPendingCalls(): PendingCalls {
  const open = new Map<number, (result: Result<unknown>) => void>();
  let lastId = 0;
  return {
    open() {
      lastId += 1;
      const id = lastId;
      const answered = new Promise<Result<unknown>>((resolve) => open.set(id, resolve));
      return { id, answered };
    },
    settle(id, result) {
      const resolve = open.get(id);
      open.delete(id);
      resolve?.(result);
    },
    settleAll(result) {
      const waiting = [...open.values()];
      open.clear();
      for (const resolve of waiting) resolve(result);
    },
  };
}
