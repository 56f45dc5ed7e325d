import { createServer, type Socket } from 'node:net';
import type { SimulatedDevice } from './device.ts';

/** A simulated device behind the TCP framing of Speculos. */
export interface SpeculosServer {
  /** tcp://127.0.0.1:port */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves one device on a port of loopback: four bytes of length and the command in, four bytes of the data's length, the data and two
 * status bytes out. While the device is off USB, and when it leaves it, connections are closed.
 */
export async function startSpeculosServer(device: SimulatedDevice): Promise<SpeculosServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (device.connection() === null) return void socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let received = Buffer.alloc(0);
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      while (received.length >= 4 && received.length >= 4 + received.readUInt32BE(0)) {
        const end = 4 + received.readUInt32BE(0);
        const apdu = received.subarray(4, end);
        received = received.subarray(end);
        void device.exchange(apdu).then((answer) => {
          const length = Buffer.alloc(4);
          length.writeUInt32BE(Math.max(0, answer.length - 2));
          if (!socket.destroyed) socket.write(Buffer.concat([length, answer]));
        });
      }
    });
  });
  const stopTelling = device.onGone(() => {
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `tcp://127.0.0.1:${port}`,
    stop() {
      stopTelling();
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
