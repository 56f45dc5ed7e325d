import { connect, createServer } from 'node:net';
import { listen } from '../../tls/loopback-server.ts';

/** A way to a server, at a port of its own, on which what the server answers can be kept back. */
export interface HeldWire {
  readonly port: number;
  /** From now on nothing of what the server says passes, on any connection, once `isIt` says so; the bytes are lost. */
  hold(isIt: () => boolean): void;
  letGo(): void;
  close(): Promise<void>;
}

/** Opens one to a port of 127.0.0.1; whatever is spoken on it passes as it is, TLS too. */
export async function heldWire(port: number): Promise<HeldWire> {
  let isHeld = (): boolean => false;
  const server = await listen(
    createServer((near) => {
      const far = connect(port, '127.0.0.1');
      // One side ending is no failure of the other.
      far.on('error', () => {});
      near.pipe(far);
      far.on('data', (part) => {
        if (!isHeld()) near.write(part);
      });
      // Also the end of an answer would be one.
      far.on('close', () => {
        if (!isHeld()) near.end();
      });
      near.on('close', () => far.destroy());
    }),
  );
  return {
    port: server.port,
    hold(isIt) {
      isHeld = isIt;
    },
    letGo() {
      isHeld = () => false;
    },
    close: server.close,
  };
}
