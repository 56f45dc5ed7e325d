import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { add, type DecimalText, zero } from '../../../core/domain/money.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { type BinanceServer, serveBinance } from '../../exchange/binance/binance-server.ts';
import { type ExchangeServer, serveExchange } from '../../exchange/exchange-server.ts';
import { tradingKey } from '../../exchange/kraken/kraken-keys.ts';
import { krakenExchange } from '../../exchange/kraken/kraken-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import { chainId, onChainCore } from '../transactions/on-chain-core.ts';
import { type ExchangeWorld, exchangeWorld, keyOf, worldNowMs } from './exchange-world.ts';

let server: BinanceServer;
let kraken: ExchangeServer;
let net: TlsFetch;
let folder = '';
let world: ExchangeWorld | null = null;
beforeAll(async () => {
  server = await serveBinance({ nowMs: worldNowMs });
  kraken = await serveExchange(krakenExchange(), { nowMs: worldNowMs });
  net = tlsFetch([server, kraken]);
  folder = mkdtempSync(join(tmpdir(), 'portcullis-holdings-'));
  writeFileSync(join(folder, 'ca.pem'), server.ca);
  await server.other('SELL', '1', '50000');
  await server.other('BUY', '1', '49000');
});
afterEach(async () => {
  await world?.close();
  world = null;
  server.faults.clear();
});
afterAll(async () => {
  net.close();
  await server.close();
  await kraken.close();
  rmSync(folder, { recursive: true, force: true });
});
async function open(environment: Readonly<Record<string, string>> = {}) {
  const key = keyOf('binance', server.credentials.apiKey, server.credentials.secret);
  world = await exchangeWorld({ fetch: net.fetch, key: ok(key), environment });
  return world;
}
const standIn = () => ({
  PORTCULLIS_STANDIN_BINANCE: server.url,
  PORTCULLIS_STANDIN_CA: join(folder, 'ca.pem'),
});
async function holdings({ ask }: ExchangeWorld, currency = 'USDT') {
  const read = await ask('holdings.read', { currency });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

describe('holdings', () => {
  it('are told for each place, priced where they lie, and practice money is never added to real money', async () => {
    const { currency, holdings: all, practiceTotal, realTotal, unpriced } = await holdings(await open());
    const at = (place: string) => all.filter((holding) => holding.place === place);
    const sum = (place: string) => at(place).reduce<DecimalText>((total, { value }) => add(total, value ?? zero), zero);
    expect(currency).toBe('USDT');
    expect(at('binance').find(({ asset }) => asset === 'BTC')).toMatchObject({
      placeTitle: 'Binance',
      kind: 'exchange',
      amount: '0.1',
      price: '49500',
      priceFrom: 'Binance BTC/USDT',
      value: '4950',
      readAtMs: expect.any(Number),
      doubt: null,
    });
    // Nobody trades ETH there: it has no price, is named, and does not count.
    expect(at('binance').find(({ asset }) => asset === 'ETH')).toMatchObject({ price: null, value: null });
    expect(unpriced).toContain('ETH');
    expect(realTotal).toBe('14950');
    expect(practiceTotal).toBe(sum('practice'));
    expect(
      at('practice').every(({ kind, priceFrom }) => kind === 'practice' && !priceFrom?.startsWith('Binance')),
    ).toBe(true);
  });

  it('of what stands in for an exchange are marked so, and have a total of their own', async () => {
    const { holdings: all, realTotal, standInTotal } = await holdings(await open(standIn()));
    const there = all.filter(({ place }) => place === 'binance');
    expect(there.find(({ asset }) => asset === 'BTC')).toMatchObject({ value: '4950', kind: 'stand-in' });
    expect(there.every(({ kind }) => kind === 'stand-in')).toBe(true);
    expect(standInTotal).toBe('14950');
    expect(realTotal).toBeNull();
  });

  it('that are real have no price of what only stands in for an exchange', async () => {
    for (const [environment, price] of [
      [{}, '49500'],
      [standIn(), null],
    ] as const) {
      const opened = await open(environment);
      opened.setKey(ok(keyOf('kraken', tradingKey().apiKey, tradingKey().secret)), 'kraken');
      // There is no market of Kraken's with this currency.
      const real = (await holdings(opened)).holdings.filter(({ place }) => place === 'kraken');
      expect(real.find(({ asset }) => asset === 'BTC')).toMatchObject({ kind: 'exchange', price });
      await opened.close();
      world = null;
    }
  });

  it('name what has no market with the currency, and total nothing then', async () => {
    const { realTotal, unpriced } = await holdings(await open(), 'CHF');
    expect(realTotal).toBeNull();
    expect(unpriced).toEqual(expect.arrayContaining(['BTC', 'ETH', 'USDT']));
  });

  it('name a place that cannot be read, and why', async () => {
    const opened = await open();
    opened.setKey(err({ code: 'vault-locked', retry: 'never' }));
    expect((await holdings(opened)).unreadable).toEqual([
      { place: 'binance', why: 'Its key lies in the vault, which is locked.' },
    ]);
    server.faults.draw(() => '503 before');
    opened.setKey(ok(keyOf('binance', server.credentials.apiKey, server.credentials.secret)));
    const { realTotal, unreadable } = await holdings(opened);
    expect(unreadable).toMatchObject([{ place: 'binance', why: expect.stringContaining('Binance could not be read') }]);
    expect(realTotal).toBeNull();
  });

  it('show what an exchange no longer tells as it was, with the doubt', async () => {
    const opened = await open();
    await holdings(opened);
    const account = await opened.ask('venues.balances', { exchange: 'binance' });
    const told = account.ok ? account.value.balances : [];
    opened.binance.account.take(
      told.filter(({ asset }) => asset !== 'BTC'),
      Math.trunc(worldNowMs()),
      `of-${server.credentials.apiKey}`,
    );
    const btc = (await holdings(opened)).holdings.find(({ asset, place }) => asset === 'BTC' && place === 'binance');
    expect(btc).toMatchObject({ amount: '0.1', doubt: expect.stringContaining('read as gone') });
  });

  it('tell what the signer holds on each chain with an RPC, and count coins of a development chain for nothing', async () => {
    const { console } = await onChainCore();
    const { holdings: all, realTotal, unpriced, unreadable } = await console.get('holdings.read', { currency: 'USDT' });
    expect(all.filter(({ kind }) => kind === 'chain')).toMatchObject([
      {
        place: `chain-${chainId}`,
        asset: 'ETH',
        amount: '10000',
        price: null,
        value: null,
        doubt: expect.stringContaining('worth nothing'),
      },
    ]);
    expect([realTotal, unpriced, unreadable]).toEqual([null, [], []]);
  }, 60_000);
});
