import type { Connect } from './link.ts';

/** A core that cannot run here at all: it fails to start with `why` and is not tried again. */
export function noLink(why: string): Connect {
  return (ears) => {
    queueMicrotask(() => {
      ears.onMessage({ kind: 'failed', error: { code: 'not-offered', retry: 'never', what: why } });
      ears.onEnd({ exitCode: null, signal: null });
    });
    return { pid: null, send: () => undefined, kill: () => undefined };
  };
}
