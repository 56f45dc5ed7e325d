import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Fetch } from './ports.ts';

/**
 * The standard fetch, as far as exchanges need it, that trusts the certificate authority in `caFile` (PEM) and no other. For stand-ins
 * on this machine. Bodies are text; a redirect is refused; the caller's signal ends it; the answer's body is read as it comes. Rejects
 * with a TypeError whose cause carries the system's code, as Node's own fetch does.
 */
export function trustingFetch(caFile: string): Fetch {
  return async (url, init = {}) => {
    const { request } = await import('node:https');
    const { Readable } = await import('node:stream');
    const ca = readCa(caFile);
    const body = typeof init.body === 'string' ? init.body : '';
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(
        url,
        {
          method: init.method ?? 'GET',
          ca,
          headers: {
            ...Object.fromEntries(new Headers(init.headers)),
            'accept-encoding': 'identity',
            ...(body === '' && init.method !== 'POST' ? {} : { 'content-length': `${Buffer.byteLength(body)}` }),
          },
          ...(init.signal === undefined || init.signal === null ? {} : { signal: init.signal }),
        },
        resolve,
      );
      outgoing.on('error', (cause) => reject(new TypeError('fetch failed', { cause })));
      outgoing.end(body);
    });
    const status = message.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      message.destroy();
      throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') });
    }
    const headers = new Headers();
    for (const [name, value] of Object.entries(message.headers)) headers.set(name, [value].flat().join(', '));
    const isBare = status === 204 || status === 304;
    return new Response(isBare ? null : (Readable.toWeb(message) as ReadableStream), { status, headers });
  };
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TypeError('fetch failed', { cause });
  }
}
