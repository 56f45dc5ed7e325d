import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';

/** A server on 127.0.0.1 at a free port. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, or `https://` with TLS. */
  readonly url: string;
  /** Shows another certificate to whoever connects from now on, and lets in whom `ca` vouched for; only over TLS. */
  renew(certificate: { readonly cert: string; readonly key: string; readonly ca?: string }): void;
  /** Ends it and every connection of it. */
  close(): Promise<void>;
}

/** Serves `listener` over HTTP, or over HTTPS with `tls`. */
export function serveLoopback(listener: RequestListener, tls: ServerOptions | null = null): Promise<LoopbackServer> {
  return listen(tls === null ? createHttpServer(listener) : createHttpsServer(tls, listener), tls !== null);
}

/** Lets any server listen on 127.0.0.1, whatever it speaks. */
export async function listen(server: Server, isTls = false): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    // Tests break connections on purpose: that is no failure of the server.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${isTls ? 'https' : 'http'}://127.0.0.1:${port}`,
    renew({ ca, cert, key }) {
      if (server instanceof TlsServer) server.setSecureContext({ cert, key, ...(ca === undefined ? {} : { ca }) });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
