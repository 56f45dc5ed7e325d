import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderDraft } from '../../../core/contract/shapes.ts';
import type { ExchangeName } from '../../../core/domain/exchanges.ts';
import { decimal } from '../../../core/domain/money.ts';
import { systemClock } from '../../../core/node-ports.ts';
import { previewOrder } from '../../../core/trading/preview.ts';
import { submitOrder } from '../../../core/trading/submit.ts';
import { openExchange } from '../../../core/venues/open-exchange.ts';
import { sweepOpenOrders } from '../../../core/venues/sweep.ts';
import type { VenueConnection } from '../../../core/venues/venue.ts';
import type { VenueCredentials } from '../../../core/venues/venue-options.ts';
import { serveBinance } from '../../exchange/binance/binance-server.ts';
import { createCoinbaseExchange } from '../../exchange/coinbase-server.ts';
import type { ExchangeFault } from '../../exchange/exchange-faults.ts';
import { type ExchangeRequest, type ExchangeServer, serveExchange } from '../../exchange/exchange-server.ts';
import { krakenExchange } from '../../exchange/kraken/kraken-server.ts';
import { openStormTrading, type StormTrading } from '../../exchange/storm-trading.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';

/** An exchange over HTTPS with a key that may trade. */
interface Stood {
  readonly server: ExchangeServer;
  readonly credentials: VenueCredentials;
}

const ofKraken = (result: object) => ({ error: [], result: { currency: 'ZUSD', volume: '9999999.0', ...result } });
const stand: Readonly<Record<ExchangeName, () => Promise<Stood>>> = {
  async binance() {
    const server = await serveBinance();
    await server.other('SELL', '0.5', '50010.00');
    await server.other('BUY', '0.5', '49990.00');
    return { server, credentials: server.credentials };
  },
  async kraken() {
    const kraken = krakenExchange();
    const [key] = kraken.keys;
    if (key === undefined) throw new Error('no key');
    return { server: await serveExchange(kraken), credentials: key };
  },
  async coinbase() {
    const exchange = createCoinbaseExchange();
    return { server: await serveExchange(exchange), credentials: exchange.key };
  },
};

/** Where each is asked for fees and for orders, a market of it, what its test account pays there, and answers of other accounts. */
const known = {
  binance: {
    fees: '/sapi/v1/asset/tradeFee',
    orders: '/api/v3/order',
    symbol: 'BTC/USDT',
    paid: { makerFee: '0.001', takerFee: '0.001' },
    lower: [{ symbol: 'BTCUSDT', makerCommission: '0.00075', takerCommission: '0.0009' }],
    odd: [
      [],
      [{ symbol: 'ETHUSDT', makerCommission: '0.001', takerCommission: '0.001' }],
      [
        { symbol: 'BTCUSDT', makerCommission: '0.001', takerCommission: '0.001' },
        { symbol: 'ETHUSDT', makerCommission: '0.001', takerCommission: '0.001' },
      ],
      [{ symbol: 'BTCUSDT', makerCommission: 0.001, takerCommission: 0.001 }],
    ],
  },
  kraken: {
    fees: '/0/private/TradeVolume',
    orders: '/0/private/AddOrder',
    symbol: 'BTC/USD',
    paid: { makerFee: '0.0016', takerFee: '0.0026' },
    lower: ofKraken({ fees: { XXBTZUSD: { fee: '0.0900' } }, fees_maker: { XXBTZUSD: { fee: '0.0750' } } }),
    odd: [
      ofKraken({}),
      ofKraken({ fees: null, fees_maker: null }),
      ofKraken({ fees: { XETHZUSD: { fee: '0.26' } }, fees_maker: { XETHZUSD: { fee: '0.16' } } }),
      ofKraken({ fees: { XXBTZUSD: { fee: 0.26 } } }),
    ],
  },
  coinbase: {
    fees: '/api/v3/brokerage/transaction_summary',
    orders: '/api/v3/brokerage/orders',
    symbol: 'BTC/USD',
    paid: { makerFee: '0.006', takerFee: '0.012' },
    lower: { total_volume: 1, fee_tier: { maker_fee_rate: '0.00075', taker_fee_rate: '0.0009' } },
    odd: [{}, { fee_tier: {} }, { fee_tier: { maker_fee_rate: 0.006, taker_fee_rate: 0.012 } }],
  },
} as const;

const page = '<html><body>please wait</body></html>';
const faults: readonly (readonly [string, ExchangeFault, RegExp])[] = [
  ['a 403', { status: 403, headers: { 'content-type': 'text/html' }, body: page }, /403/],
  ['a 500', '500 before', /500/],
  ['a page', 'page with 200 before', /not its answer/],
  ['nothing', 'hang before', /did not answer in time/],
];

describe.each(['binance', 'kraken', 'coinbase'] as const)('%s, which is asked for fees', (exchange) => {
  const { fees, lower, odd, orders, paid, symbol } = known[exchange];
  let stood: Stood;
  let net: TlsFetch;
  let folder: string;
  let world: StormTrading | null = null;
  let aheadMs = 0;
  beforeAll(async () => {
    stood = await stand[exchange]();
    net = tlsFetch([stood.server]);
    // The first request of a process is slow: it is not counted against the time-out.
    await open(20_000);
  });
  afterAll(async () => {
    net.close();
    await stood.server.close();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-fees-'));
    stood.server.forget();
  });
  afterEach(() => {
    world?.close();
    world = null;
    stood.server.faults.clear();
    rmSync(folder, { recursive: true, force: true });
  });

  const isFees = ({ path }: ExchangeRequest): boolean => path === fees;
  const asked = (): number => stood.server.requests().filter(isFees).length;
  const sent = (): number => stood.server.count('POST', orders);
  const failing = (fault: ExchangeFault): void =>
    stood.server.faults.draw((request) => (isFees(request) ? fault : 'none'));
  const draft = {
    exchange,
    symbol,
    marketType: 'spot',
    side: 'buy',
    type: 'limit',
    amount: decimal('0.001'),
    price: decimal('15000'),
    timeInForce: 'gtc',
  } as OrderDraft;

  async function open(timeoutMs = 1_500): Promise<VenueConnection> {
    const opened = await openExchange(exchange, {
      transport: net.fetch,
      credentials: stood.credentials,
      clock: { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + aheadMs },
      rateLimit: false,
      timeoutMs,
      readRetryMs: 10,
    });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    return opened.value;
  }
  function gateOf(connection: VenueConnection) {
    world = openStormTrading(folder, connection);
    return world.trading;
  }
  async function placeElsewhere(connection: VenueConnection): Promise<void> {
    const elsewhere = mkdtempSync(join(tmpdir(), 'portcullis-fees-'));
    const other = openStormTrading(elsewhere, {
      ...connection,
      fees: async () => ({ ok: true, value: paid as never }),
    });
    const previewed = await previewOrder(other.trading, draft);
    if (!previewed.ok) throw new Error(JSON.stringify(previewed.error));
    expect(await submitOrder(other.trading, previewed.value, 'test')).toMatchObject({ ok: true });
    other.close();
    rmSync(elsewhere, { recursive: true, force: true });
  }

  it.each(faults)(
    'and answers %s, opens, lists, tells balances and cancels; nothing is bought until it tells them',
    async (_name, fault, why) => {
      failing(fault);
      const connection = await open();
      await placeElsewhere(connection);
      expect([asked(), sent()]).toEqual([0, 1]);
      const trading = gateOf(connection);
      expect(await connection.inspector.balances()).toMatchObject({ ok: true });
      expect(await connection.inspector.openOrders()).toMatchObject({ ok: true, value: [{ symbol }] });

      const refused = { code: 'fees-unknown', retry: 'safe', venue: exchange, why: expect.stringMatching(why) };
      expect(await previewOrder(trading, draft)).toEqual({ ok: false, error: refused });
      const before = asked();
      expect(await previewOrder(trading, draft)).toEqual({ ok: false, error: refused });
      expect(asked()).toBeGreaterThan(before);
      expect(await sweepOpenOrders(connection.canceller)).toMatchObject({
        ok: true,
        value: { gone: [{ symbol }], left: [], failure: null },
      });
      expect(sent()).toBe(1);

      stood.server.faults.clear();
      const previewed = await previewOrder(trading, draft);
      if (!previewed.ok) return expect.fail(previewed.error.code);
      const submitted = await submitOrder(trading, previewed.value, 'test');
      expect(submitted).toMatchObject({ ok: true, value: { state: 'sent' } });
      expect(sent()).toBe(2);
      await sweepOpenOrders(connection.canceller);
      return undefined;
    },
  );

  it('tells what the account pays, and is asked for it once an hour', async () => {
    const connection = await open();
    expect(asked()).toBe(0);
    const answers = await Promise.all([connection.fees(symbol), connection.fees(symbol)]);
    expect(answers).toEqual([
      { ok: true, value: paid },
      { ok: true, value: paid },
    ]);
    aheadMs += 3_599_000;
    expect(await connection.fees(symbol)).toEqual({ ok: true, value: paid });
    expect(asked()).toBe(1);
    aheadMs += 2_000;
    expect(await connection.fees(symbol)).toEqual({ ok: true, value: paid });
    expect(asked()).toBe(2);
    expect(await connection.fees('NO/SUCH')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('tells what this account pays, and believes no answer about another market or in numbers', async () => {
    const connection = await open();
    for (const body of odd) {
      failing({ status: 200, body });
      expect(await connection.fees(symbol)).toMatchObject({ ok: false, error: { code: 'fees-unknown' } });
    }
    failing({ status: 200, body: lower });
    expect(await connection.fees(symbol)).toEqual({ ok: true, value: { makerFee: '0.00075', takerFee: '0.0009' } });
  });

  it('and no longer tells them, sends no order that was previewed while it did', async () => {
    const connection = await open();
    const trading = gateOf(connection);
    const previewed = await previewOrder(trading, draft);
    if (!previewed.ok) return expect.fail(previewed.error.code);
    aheadMs += 3_601_000;
    failing('500 before');
    expect(await submitOrder(trading, previewed.value, 'test')).toMatchObject({
      ok: false,
      error: { code: 'fees-unknown' },
    });
    expect(sent()).toBe(0);
    return undefined;
  });

  it('and does not tell them, or not in time, keeps nobody from selling: the fee is told as not known', async () => {
    const connection = await open(exchange === 'binance' ? 20_000 : 1_500);
    const trading = gateOf(connection);
    const sale: OrderDraft = { ...draft, side: 'sell', price: decimal('90000') };
    expect(await previewOrder(trading, sale)).toMatchObject({
      value: { shown: { estimatedFee: { amount: expect.any(String) } } },
    });
    aheadMs += 3_601_000;
    failing(exchange === 'binance' ? 'hang before' : '500 before');
    const previewed = await previewOrder(trading, sale);
    if (!previewed.ok) return expect.fail(previewed.error.code);
    expect(previewed.value.shown).toMatchObject({ estimatedFee: null, verdict: 'allow', blocked: null });
    const before = asked();
    expect(await submitOrder(trading, previewed.value, 'test')).toMatchObject({ ok: true, value: { state: 'sent' } });
    expect([asked(), sent()]).toEqual([before, 1]);
    await sweepOpenOrders(connection.canceller);
    return undefined;
  });

  it('by nobody with a key, tells what anybody pays', async () => {
    const opened = await openExchange(exchange, {
      transport: net.fetch,
      credentials: null,
      clock: systemClock,
      rateLimit: false,
      timeoutMs: 1_500,
    });
    if (!opened.ok) return expect.fail(opened.error.code);
    expect(await opened.value.fees(symbol)).toEqual({ ok: true, value: paid });
    expect(asked()).toBe(0);
    return undefined;
  });
});

describe('a key of Kraken that may trade but not ask for fees', () => {
  it('pays the dearest that anybody does, as far as is known', async () => {
    const kraken = krakenExchange();
    const [key] = kraken.keys;
    if (key === undefined) return expect.fail('no key');
    key.permissions = key.permissions.filter((permission) => permission !== 'query-funds');
    const server = await serveExchange(kraken);
    const net = tlsFetch([server]);
    const opened = await openExchange('kraken', {
      transport: net.fetch,
      credentials: key,
      clock: systemClock,
      rateLimit: false,
      timeoutMs: 20_000,
    });
    if (!opened.ok) return expect.fail(opened.error.code);
    expect(await opened.value.fees('BTC/USD')).toEqual({ ok: true, value: known.kraken.paid });
    expect(server.count('POST', known.kraken.fees)).toBe(1);
    net.close();
    await server.close();
    return undefined;
  });
});
