import type { CorePort, FromCore, ToCore } from './channel.ts';

/** As much of Electron's `process.parentPort` as is used here. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/**
 * The channel to the process that started this one: Electron's parent port in a utility process, Node's IPC channel in a forked one,
 * null when there is neither.
 */
export function parentChannel(): CorePort | null {
  const utility = (process as unknown as { readonly parentPort?: UtilityPort }).parentPort;
  if (utility !== undefined) {
    return {
      send: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', (event) => listener(event.data as ToCore)),
      onGone: (listener) => utility.on('close', listener),
    };
  }
  if (process.send === undefined) return null;
  return {
    send: sendIfConnected,
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToCore)),
    onGone: (listener) => void process.once('disconnect', listener),
  };
}

/** A host that has gone hears nothing more; `onGone` ends the core, so a lost message needs no error of its own. */
function sendIfConnected(message: FromCore): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
