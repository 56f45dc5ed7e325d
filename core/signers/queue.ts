/** Lets one task through at a time, in the order they came. */
export interface Queue {
  /** Runs `task` once all before it have ended and answers with its answer; with `left`, without running it, when `signal` comes first. */
  run<T>(task: () => Promise<T>, signal: AbortSignal, left: T): Promise<T>;
}

/** An empty queue. */
export function createQueue(): Queue {
  const waiting: (() => void)[] = [];
  let isBusy = false;

  const next = (): void => {
    isBusy = false;
    waiting.shift()?.();
  };

  return {
    run<T>(task: () => Promise<T>, signal: AbortSignal, left: T): Promise<T> {
      if (signal.aborted) return Promise.resolve(left);
      return new Promise<T>((resolve, reject) => {
        const begin = (): void => {
          signal.removeEventListener('abort', leave);
          isBusy = true;
          task().then(resolve, reject).finally(next);
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(begin), 1);
          resolve(left);
        };
        if (!isBusy) return begin();
        waiting.push(begin);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
