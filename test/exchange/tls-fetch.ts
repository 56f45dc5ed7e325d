import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import type { Fetch } from '../../core/ports.ts';

/** A server that stands for origins. */
export interface Stood {
  readonly origins: readonly string[];
  readonly port: number;
  /** The authority to trust for it, PEM; nothing else is trusted. */
  readonly ca: string;
}

/** A Fetch port whose internet is a few servers on 127.0.0.1. */
export interface TlsFetch {
  readonly fetch: Fetch;
  /** Lets the next requests meet a port that nobody listens on: connections that are really refused. */
  refuse(count: number): void;
  /** Origins that were asked for and stand nowhere: a test that counts requests expects none. */
  readonly strays: readonly string[];
  close(): void;
}

/**
 * The standard fetch over real TLS: the certificate is verified for the name of the real origin, the caller's signal ends a request at
 * any point, and a redirect is followed never, refused with `redirect: 'error'` as the standard says. Failures look like Node's own:
 * a TypeError whose cause carries the system's code.
 */
export function tlsFetch(servers: readonly Stood[]): TlsFetch {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const strays: string[] = [];
  let refused = 0;
  return {
    strays,
    refuse(count) {
      refused += count;
    },
    close: () => agent.destroy(),
    async fetch(url, init = {}) {
      const { origin, hostname, host, pathname, search } = new URL(url);
      const server = servers.find(({ origins }) => origins.includes(origin));
      if (server === undefined) {
        strays.push(origin);
        throw failed(Object.assign(new Error(`no server stands for ${origin}`), { code: 'ENOTFOUND' }));
      }
      const isRefused = refused > 0;
      if (isRefused) refused -= 1;
      const body = bodyOf(init);
      const message = await new Promise<IncomingMessage>((resolve, reject) => {
        const outgoing = request(
          {
            agent,
            method: init.method ?? 'GET',
            host: '127.0.0.1',
            port: isRefused ? 1 : server.port,
            path: `${pathname}${search}`,
            ca: server.ca,
            ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
            ...(init.signal === undefined || init.signal === null ? {} : { signal: init.signal }),
            headers: {
              ...Object.fromEntries(new Headers(init.headers)),
              host,
              'accept-encoding': 'identity',
              ...(body === null ? {} : { 'content-length': body.length }),
            },
          },
          resolve,
        );
        outgoing.on('error', (cause) => reject(init.signal?.aborted === true ? cause : failed(cause)));
        outgoing.end(body ?? undefined);
      });
      return answered(message, init.redirect);
    },
  };
}

function answered(message: IncomingMessage, redirect: RequestInit['redirect']): Response {
  const status = message.statusCode ?? 0;
  if (status >= 300 && status < 400 && redirect !== 'manual') {
    message.destroy();
    throw failed(new Error('unexpected redirect'));
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, [value].flat().join(', '));
  const isBare = status === 204 || status === 304;
  return new Response(isBare ? null : (Readable.toWeb(message) as ReadableStream), { status, headers });
}

function bodyOf({ body, method = 'GET' }: RequestInit): Buffer | null {
  if (body === undefined || body === null) return method === 'POST' ? Buffer.alloc(0) : null;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof URLSearchParams) return Buffer.from(body.toString());
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw new TypeError('a body that this port does not send');
}

function failed(cause: Error): TypeError {
  return new TypeError('fetch failed', { cause });
}
