import { describe, expect, it } from 'vitest';
import { manySymbols, realFilters, realSymbol } from '../../../exchange/binance/binance-symbols.ts';
import { canary, openScripted, restingOrder, scriptedVenue } from '../scripted-venue.ts';

/** A venue whose exchangeInfo holds these. */
function venueOf(symbols: readonly Readonly<Record<string, unknown>>[]) {
  const venue = scriptedVenue();
  venue.on('GET /api/v3/exchangeInfo', () => ({ timezone: 'UTC', rateLimits: [], exchangeFilters: [], symbols }));
  return venue;
}
const withFilters = (...changes: readonly Readonly<Record<string, unknown>>[]) =>
  realFilters
    .filter(({ filterType }) => !changes.some((change) => change.without === filterType))
    .map((filter) => ({ ...filter, ...changes.find(({ filterType }) => filterType === filter.filterType) }))
    .concat(changes.filter(({ add }) => add === true).map(({ add: _add, ...filter }) => filter));
const ether = { symbol: 'ETHUSDT', baseAsset: 'ETH' };

describe("Binance's own list of markets", () => {
  it('gives what an order is sized by out of every kind of filter', async () => {
    const { connection } = await openScripted(venueOf([realSymbol()]));
    expect(connection.markets).toEqual([
      {
        exchange: 'practice',
        symbol: 'BTC/USDT',
        base: 'BTC',
        quote: 'USDT',
        tickSize: '0.01',
        lotSize: '0.00001',
        minAmount: '0.00001',
        minNotional: '5',
        makerFee: '0.001',
        takerFee: '0.001',
        orderTypes: ['limit', 'limit-maker', 'market', 'stop-limit', 'stop-market'],
      },
    ]);
  });

  it('is asked for without the names of trading groups, which are most of it', async () => {
    const { venue } = await openScripted(venueOf([realSymbol()]));
    expect(venue.sentTo('GET /api/v3/exchangeInfo')[0]?.parameters.get('showPermissionSets')).toBe('false');
  });

  it.each([
    [
      'the older filter',
      withFilters(
        { without: 'NOTIONAL' },
        { add: true, filterType: 'MIN_NOTIONAL', minNotional: '10.00000000', applyToMarket: true, avgPriceMins: 5 },
      ),
      '10',
    ],
    [
      'both filters, the larger',
      withFilters({
        add: true,
        filterType: 'MIN_NOTIONAL',
        minNotional: '7.50000000',
        applyToMarket: false,
        avgPriceMins: 0,
      }),
      '7.5',
    ],
  ])('tells the least cost by %s', async (_title, filters, minNotional) => {
    const { connection } = await openScripted(venueOf([realSymbol({ filters })]));
    expect(connection.markets).toMatchObject([{ minNotional }]);
  });

  it.each([
    ['has stopped', { status: 'BREAK' }],
    ['is for margin only', { isSpotTradingAllowed: false }],
    ['has no tick', { filters: withFilters({ filterType: 'PRICE_FILTER', tickSize: '0.00000000' }) }],
    ['has no lot', { filters: withFilters({ filterType: 'LOT_SIZE', stepSize: '0.00000000' }) }],
    ['tells a lot as a number', { filters: withFilters({ filterType: 'LOT_SIZE', stepSize: 0.0001 }) }],
    ['has no least cost', { filters: withFilters({ without: 'NOTIONAL' }) }],
    ['has a name of its own', { symbol: 'ETHERUSDT' }],
    ['has assets that we could not write', { symbol: '币安人生USDT', baseAsset: '币安人生' }],
  ])('leaves out a market that %s, and keeps the others', async (_title, changes) => {
    const { connection } = await openScripted(venueOf([realSymbol({ ...ether, ...changes }), realSymbol()]));
    expect(connection.markets.map(({ symbol }) => symbol)).toEqual(['BTC/USDT']);
  });

  it('may be thousands long', async () => {
    const { connection } = await openScripted(venueOf([realSymbol(), ...manySymbols(3_000)]), 5_000);
    expect(connection.markets).toHaveLength(3_001);
  });
});

describe('two assets whose names come to the same', () => {
  it('are never taken for another market: nothing is asked under a name that is not theirs', async () => {
    const venue = venueOf([realSymbol({ symbol: 'ABUSD', baseAsset: 'A', quoteAsset: 'BUSD' })]);
    const { connection } = await openScripted(venue);
    const { canceller, inspector } = connection;
    const before = venue.sent.length;
    const notFound = { ok: false, error: { code: 'not-found', what: 'market AB/USD on practice' } };
    expect(await inspector.book('AB/USD', 5)).toMatchObject(notFound);
    expect(await inspector.orderByClientId('AB/USD', 'x')).toMatchObject(notFound);
    expect(await inspector.fillsOf('AB/USD', '1')).toMatchObject(notFound);
    expect(await canceller.cancel('AB/USD', 'x')).toMatchObject(notFound);
    expect(venue.sent).toHaveLength(before);
  });
});

describe('an open order that somebody placed by hand', () => {
  const kinds = ['STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'LIMIT_MAKER', 'A_KIND_OF_TOMORROW'];

  it('is listed whatever its kind, also one of a list, pegged, trailing, or without an id of its own', async () => {
    const venue = venueOf([realSymbol()]);
    const { connection } = await openScripted(venue);
    venue.on('GET /api/v3/openOrders', () => [
      ...kinds.map((type, index) =>
        restingOrder({ orderId: index + 1, orderListId: 7, type, stopPrice: '59000.00000000' }),
      ),
      restingOrder({ orderId: 10, clientOrderId: '', price: '0.00000000', trailingDelta: 200, timeInForce: 'XYZ' }),
      restingOrder({ orderId: 11, clientOrderId: 'an id with\u202espaces', status: 'PENDING_NEW', isWorking: false }),
    ]);
    const open = await connection.inspector.openOrders();
    expect(open.ok && open.value.map(({ type, stopPrice }) => [type, stopPrice]).slice(0, 4)).toEqual(
      kinds.map((type) => [type, '59000']),
    );
    expect(open).toMatchObject({
      ok: true,
      value: [{}, {}, {}, {}, { clientOrderId: null, price: null }, { clientOrderId: 'an id with\\u{202e}spaces' }],
    });
  });

  it('is listed and cancelled on a market that has a name of its own', async () => {
    const venue = venueOf([realSymbol(), realSymbol({ symbol: '币安人生USDT', baseAsset: '币安人生' })]);
    const { connection } = await openScripted(venue);
    venue.on('GET /api/v3/openOrders', () => [restingOrder({ symbol: '币安人生USDT', orderId: 5 })]);
    venue.on('DELETE /api/v3/order', () => restingOrder({ symbol: '币安人生USDT', status: 'CANCELED' }));
    const open = await connection.canceller.openOrders();
    const [order] = open.ok ? open.value : [];
    expect(order?.symbol).toBe('币安人生USDT');
    if (order !== undefined)
      expect(await connection.canceller.cancelAtVenue(order)).toEqual({ ok: true, value: undefined });
    const sent = venue.sentTo('DELETE /api/v3/order')[0]?.parameters;
    expect([sent?.get('symbol'), sent?.get('orderId')]).toEqual(['币安人生USDT', '5']);
  });

  it('is not believed twice, nor with an amount as a number', async () => {
    const { connection, venue } = await openScripted(venueOf([realSymbol()]));
    for (const orders of [[restingOrder(), restingOrder()], [restingOrder({ origQty: 1 })]]) {
      venue.on('GET /api/v3/openOrders', () => orders);
      expect(await connection.inspector.openOrders()).toMatchObject({
        ok: false,
        error: { code: 'venue-answer-malformed' },
      });
    }
    expect(JSON.stringify(venue.sent.map(({ url }) => url))).not.toContain(canary.secret);
  });
});
