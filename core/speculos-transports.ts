import { connect, type Socket } from 'node:net';
import type { HidTransport, HidTransports } from './ports.ts';

/**
 * A Ledger emulator in place of USB, at tcp://<loopback>:<port>, in the framing of Speculos (github.com/LedgerHQ/speculos): four bytes of
 * length and the command; back come four bytes with the length of the data, the data, and two status bytes that the length does not count.
 * Null for an address that is not a literal loopback one: a signature must not be asked for over a network. For paper only; the file is left
 * out of packages.
 */
export function speculosTransports(url: string): HidTransports | null {
  const address = /^tcp:\/\/(127\.0\.0\.1|\[::1\]):(\d{1,5})$/.exec(url);
  if (address === null) return null;
  const host = address[1] === '127.0.0.1' ? '127.0.0.1' : '::1';
  const port = Number.parseInt(address[2] ?? '', 10);
  if (port < 1 || port > 65_535) return null;
  return {
    // Whether it is there shows when it is opened: an emulator may take one connection at a time.
    list: () => Promise.resolve([url]),
    open: () => opened(host, port),
  };
}

function opened(host: string, port: number): Promise<HidTransport> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once('error', () => reject(gone('nobody listens there')));
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(transport(socket));
    });
  });
}

interface Waiting {
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (reason: Error) => void;
}

function transport(socket: Socket): HidTransport {
  let received = Buffer.alloc(0);
  let waiting: Waiting | null = null;
  const lose = (): void => {
    waiting?.reject(gone('the connection was lost'));
    waiting = null;
  };
  socket.on('error', lose);
  socket.on('close', lose);
  socket.on('data', (part: Buffer) => {
    received = Buffer.concat([received, part]);
    if (received.length < 4) return;
    const whole = 4 + received.readUInt32BE(0) + 2;
    if (received.length < whole) return;
    const answer = received.subarray(4, whole);
    received = received.subarray(whole);
    waiting?.resolve(answer);
    waiting = null;
  });
  return {
    exchange: (apdu) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(gone('the connection was lost'));
        if (waiting !== null) return reject(named('TransportRaceCondition', 'a command is already waiting'));
        waiting = { resolve, reject };
        const length = Buffer.alloc(4);
        length.writeUInt32BE(apdu.length);
        socket.write(Buffer.concat([length, apdu]));
      }),
    close() {
      socket.destroy();
      return Promise.resolve();
    },
  };
}

function gone(message: string): Error {
  return named('DisconnectedDevice', message);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
