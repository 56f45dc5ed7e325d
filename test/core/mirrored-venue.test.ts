import { afterAll, beforeAll, expect, it } from 'vitest';
import { mirroredVenue } from '../../core/mirrored-venue.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import type { Ports } from '../../core/ports.ts';
import { loadSettings } from '../../core/settings/settings.ts';
import { createCoinbaseExchange } from '../exchange/coinbase-server.ts';
import { type ExchangeServer, serveExchange } from '../exchange/exchange-server.ts';
import { krakenExchange } from '../exchange/kraken/kraken-server.ts';
import { type TlsFetch, tlsFetch } from '../exchange/tls-fetch.ts';

let servers: ExchangeServer[];
let net: TlsFetch;
beforeAll(async () => {
  servers = [await serveExchange(krakenExchange()), await serveExchange(createCoinbaseExchange())];
  net = tlsFetch(servers);
});
afterAll(async () => {
  net.close();
  for (const server of servers) await server.close();
});

const open = (market: string) =>
  mirroredVenue(loadSettings({ environment: { PORTCULLIS_PRACTICE_MARKET: market }, dataFolder: null }), {
    clock: systemClock,
    ids: systemIds,
    fetch: net.fetch,
  } as unknown as Ports);

it.each(['kraken', 'coinbase'])('reads the markets and books of %s without a key', async (name) => {
  const venue = await open(`mirror:${name}`);
  const markets = await venue?.markets();
  const symbols = markets?.ok ? [...markets.value.keys()] : [];
  expect(symbols).toContain('BTC/USD');
  expect(await venue?.book('BTC/USD', 100)).toMatchObject({ ok: true });
  expect(net.strays).toEqual([]);
  expect(servers.map((server) => server.mutating())).toEqual([0, 0]);
});

it('mirrors nothing while the market is simulated, nor for a name that is no exchange', async () => {
  expect(await open('simulated')).toBeNull();
  expect(await open('mirror:nowhere')).toBeNull();
});
