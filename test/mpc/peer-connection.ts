import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { PartyConfig } from './party-config.ts';
import { type Channel, type Message, messageQueue, SessionFailure } from './protocol/channel.ts';

/** A connection between the parties that can be closed. */
export interface PeerConnection extends Channel {
  /** Ends it; whoever waits for a message fails with `failure`. */
  close(failure: SessionFailure): void;
}

type PeerConfig = Pick<PartyConfig, 'cert' | 'key' | 'ca' | 'peerPin' | 'sessionTimeoutMs'>;

/** Connects to the other party over TLS 1.3 with both certificates pinned, or fails with `peer_unreachable` or `peer_cert_mismatch`. */
export function connectToPeer(config: PeerConfig, port: number): Promise<PeerConnection> {
  const { cert, key, ca, peerPin, sessionTimeoutMs } = config;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, cert, key, ca, minVersion: 'TLSv1.3' });
    const fail = (code: string, detail: string): void => {
      clearTimeout(deadline);
      socket.destroy();
      reject(new SessionFailure(code, detail));
    };
    // A socket's own timeout only tells: it ends nothing.
    const deadline = setTimeout(() => fail('peer_unreachable', 'no connection in time'), sessionTimeoutMs);
    socket.once('error', () => fail('peer_unreachable', 'no connection'));
    socket.once('secureConnect', () => {
      if (fingerprint(socket) !== peerPin) return fail('peer_cert_mismatch', 'not the pinned certificate');
      clearTimeout(deadline);
      resolve(messagesOver(socket));
    });
  });
}

/** Listens for the other party; `serve` gets each connection. Answers with the port. */
export function listenForPeer(
  config: PeerConfig,
  port: number,
  serve: (connection: PeerConnection) => void,
): Promise<number> {
  const { cert, key, ca, peerPin } = config;
  const options = { cert, key, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' as const };
  const server = createServer(options, (socket) => {
    socket.on('error', () => socket.destroy());
    if (fingerprint(socket) === peerPin) serve(messagesOver(socket));
    else socket.destroy();
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** SHA-256 of the certificate at the other end. */
export function fingerprint(socket: TLSSocket): string {
  const shown = socket.getPeerX509Certificate();
  return shown === undefined ? '' : createHash('sha256').update(shown.raw).digest('hex');
}

/** One message on each line. */
function messagesOver(socket: TLSSocket): PeerConnection {
  const queue = messageQueue();
  let rest = '';
  const close = (failure: SessionFailure): void => {
    queue.end(failure);
    socket.destroy();
  };
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) queue.push(JSON.parse(line) as Message);
  });
  socket.on('error', () => close(new SessionFailure('session_failed', 'the connection was lost')));
  socket.on('close', () => close(new SessionFailure('session_failed', 'the connection was closed')));
  return {
    send: (message) => void socket.write(`${JSON.stringify(message)}\n`),
    receive: queue.next,
    close,
  };
}
