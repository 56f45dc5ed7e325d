import type { Fetch } from '../ports.ts';

/**
 * A transport on which requests for `origins` go to the stand-in on this machine, and everything else is not sent: while an exchange has
 * a stand-in, nothing of it reaches the real one. It belongs below the guard, which judges the real origin. `standIn` is an origin of
 * literal loopback; TLS is verified for it as always. Throws a TypeError for anything else than loopback over HTTPS.
 */
export function throughStandIn(transport: Fetch, origins: readonly string[], standIn: string): Fetch {
  const { protocol, hostname, origin } = new URL(standIn);
  if (protocol !== 'https:' || hostname !== '127.0.0.1') throw new TypeError('a stand-in is on 127.0.0.1, over https');
  return async (url, init) => {
    const asked = new URL(url);
    if (!origins.includes(asked.origin)) throw new TypeError('a request for an origin that has no stand-in');
    return transport(`${origin}${asked.pathname}${asked.search}`, init);
  };
}
