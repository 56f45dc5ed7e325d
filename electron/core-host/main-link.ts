import type { FromCore, Start, ToCore } from '../../core/channel.ts';
import { type ServedCore, serveChannel } from '../../core/channel-server.ts';
import type { Result } from '../../core/domain/result.ts';
import type { Clock, HostKeychain, Ids, Log } from '../../core/ports.ts';
import type { Connect } from './link.ts';

/** What a core in this process is made with. */
export interface InProcess {
  readonly start: (message: Start, keychain: HostKeychain) => Promise<Result<ServedCore>>;
  readonly clock: Pick<Clock, 'after'>;
  readonly ids: Ids;
  readonly log: Log;
}

/**
 * A core inside the host's own process, spoken to by the same messages as one outside: they are copied, so neither side can change
 * what the other holds. For development and tests: a stall in it stalls the windows.
 */
export function mainLink(program: InProcess): Connect {
  return (ears) => {
    let toCore: (message: ToCore) => void = () => undefined;
    let isOver = false;
    const end = (exitCode: number | null) => {
      if (isOver) return;
      isOver = true;
      ears.onEnd({ exitCode, signal: null });
    };
    serveChannel({
      port: {
        send: (message: FromCore) => later(() => !isOver && ears.onMessage(structuredClone(message))),
        onMessage: (listener) => {
          toCore = listener;
        },
        onGone: () => undefined,
      },
      clock: program.clock,
      ids: program.ids,
      log: program.log,
      start: program.start,
      ended: () => later(() => end(0)),
    });
    return {
      pid: null,
      send: (message) => {
        const copy = structuredClone(message);
        later(() => toCore(copy));
      },
      kill: () => {
        toCore({ kind: 'close' });
        later(() => end(null));
      },
    };
  };
}

/** Messages arrive in a later turn, as they do from another process. */
function later(task: () => void): void {
  queueMicrotask(task);
}
