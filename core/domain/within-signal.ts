/** Answers as `work` does, but rejects with `givenUp()` as soon as the signal aborts, whatever the work is waiting for. */
export function withinSignal<T>(work: Promise<T>, signal: AbortSignal, givenUp: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(givenUp());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
