import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/node-ports.ts';
import { openExchange } from '../../../core/venues/open-exchange.ts';
import { openKeyReader } from '../../../core/venues/open-key-reader.ts';
import { throughStandIn } from '../../../core/venues/stand-in.ts';
import { type BinanceServer, serveBinance } from '../../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';

let server: BinanceServer;
let net: TlsFetch;
beforeAll(async () => {
  server = await serveBinance();
  // This net knows the address on this machine only: whatever went to the real one would be a stray.
  net = tlsFetch([{ ...server, origins: [server.url] }]);
});
afterAll(async () => {
  net.close();
  await server.close();
});

describe('an exchange with a stand-in', () => {
  it('is opened, and its key read, with nothing leaving this machine', async () => {
    const options = {
      transport: throughStandIn(net.fetch, server.origins, server.url),
      credentials: server.credentials,
      clock: systemClock,
      rateLimit: false,
      timeoutMs: 10_000,
    };
    const opened = await openExchange('binance', options);
    expect(opened).toMatchObject({ ok: true, value: { exchange: 'binance', deadman: null } });
    expect(await openKeyReader('binance', options).read()).toMatchObject({
      ok: true,
      value: { rights: { trade: 'yes', withdraw: 'no' }, answerHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(net.strays).toEqual([]);
    expect(server.mutating()).toBe(0);
  });

  it('never sends what is for another origin, wherever that would lead', async () => {
    const asked: string[] = [];
    const fetch = throughStandIn(
      async (url) => {
        asked.push(url);
        return new Response('');
      },
      ['https://api.binance.com'],
      'https://127.0.0.1:8443',
    );
    await fetch('https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=5');
    await expect(fetch('https://api.kraken.com/0/public/Time')).rejects.toThrow(TypeError);
    await expect(fetch('https://api.binance.com.evil.example/')).rejects.toThrow(TypeError);
    expect(asked).toEqual(['https://127.0.0.1:8443/api/v3/depth?symbol=BTCUSDT&limit=5']);
  });

  it.each(['http://127.0.0.1:1', 'https://localhost:1', 'https://10.0.0.1:1', 'https://127.0.0.1.evil.example:1'])(
    'is not to be had at %s',
    (standIn) => {
      expect(() => throughStandIn(fetch, [], standIn)).toThrow(TypeError);
    },
  );
});
