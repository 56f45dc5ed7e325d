import fc from 'fast-check';
import type { PolicyDocument } from '../../../core/contract/shapes.ts';
import { type DecimalText, fromUnits } from '../../../core/domain/money.ts';
import type { OrderFields } from '../../../core/policy/intent-fields.ts';
import type { Facts } from '../../../core/policy/rule.ts';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** Amounts that meet each other often: few values, some with decimals. */
export const anyAmount: fc.Arbitrary<DecimalText> = fc
  .tuple(fc.bigInt(0n, 40n), fc.constantFrom(0, 1, 3))
  .map(([units, scale]) => fromUnits(units, scale));

const anyExchange = fc.constantFrom('practice', 'binance', 'kraken');
const anySymbol = fc.constantFrom('BTC/USDT', 'ETH/USDT', 'XRP/ETH');
const byAsset = (...assets: string[]) =>
  fc.dictionary(fc.constantFrom(...assets), anyAmount, { maxKeys: 2, noNullPrototype: true });
const anyThreshold = fc.integer({ min: 1, max: 5 });

function withoutAbsent<T extends object>(parts: T): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}

/** Documents over few names and small numbers. */
export const anyDocument: fc.Arbitrary<PolicyDocument> = fc
  .record({
    version: fc.constant(1 as const),
    allowExchanges: optional(fc.subarray(['practice', 'binance', 'kraken'])),
    allowSymbols: optional(fc.subarray(['BTC/USDT', 'ETH/USDT', 'XRP/ETH'])),
    allowMarketTypes: optional(fc.subarray(['spot', 'margin'])),
    maxOrderAmount: optional(anyAmount),
    approveEach: fc.option(fc.constant(true as const), { nil: undefined, freq: 4 }),
    maxOrderNotional: optional(byAsset('USDT', 'ETH')),
    maxHourNotional: optional(byAsset('USDT', 'ETH')),
    maxDayNotional: optional(byAsset('USDT', 'ETH')),
    maxDayLoss: optional(byAsset('USDT', 'ETH')),
    maxOrdersPerMinute: optional(fc.integer({ min: 0, max: 6 })),
    priceBandPercent: optional(anyAmount),
    maxPosition: optional(byAsset('BTC', 'ETH', 'XRP')),
    triggers: optional(
      fc
        .record({
          refusedSubmits: optional(anyThreshold),
          clockJumpSeconds: optional(anyThreshold),
          freeDiskMegabytes: optional(anyThreshold),
          staleMarketSeconds: optional(anyThreshold),
          venueErrors: optional(anyThreshold),
          venueLatencyMs: optional(anyThreshold),
          venueSkewMs: optional(anyThreshold),
          staleVenueSeconds: optional(fc.integer({ min: 60, max: 64 })),
        })
        .map(withoutAbsent),
    ),
  })
  .map((parts) => withoutAbsent(parts) as PolicyDocument);

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 6 });

/** Orders, some of them senseless. */
export const anyOrder: fc.Arbitrary<OrderFields> = fc.record({
  kind: fc.constant('order' as const),
  exchange: orNull(anyExchange),
  symbol: orNull(fc.oneof({ weight: 8, arbitrary: anySymbol }, { weight: 1, arbitrary: fc.constant('BTCUSDT') })),
  marketType: orNull(fc.constantFrom('spot', 'margin')),
  side: orNull(fc.constantFrom('buy', 'sell', 'buy', 'sell', 'hold')),
  type: orNull(fc.constantFrom('limit', 'limit-maker', 'market', 'stop-limit', 'stop-market', 'stop')),
  amount: orNull(
    fc.oneof({ weight: 8, arbitrary: anyAmount }, { weight: 1, arbitrary: fc.constantFrom('-1', '1e3', '') }),
  ),
  quoteAmount: fc.option(anyAmount, { nil: null, freq: 1 }),
  price: orNull(anyAmount),
  stopPrice: fc.option(anyAmount, { nil: null, freq: 1 }),
  timeInForce: fc.option(fc.constantFrom('gtc', 'ioc', 'fok', 'gtx'), { nil: null, freq: 1 }),
});

/** Stop orders that make sense, on a book that was just read, with the worst price that each can have. */
export const anyStop: fc.Arbitrary<{ readonly order: OrderFields; readonly facts: Facts }> = fc
  .record({
    side: fc.constantFrom('buy', 'sell'),
    type: fc.constantFrom('stop-limit', 'stop-limit', 'stop-market'),
    stopPrice: fc.bigInt(1n, 60n),
    off: fc.bigInt(0n, 6n),
    bid: fc.bigInt(20n, 40n),
    spread: fc.bigInt(1n, 3n),
    mostQuote: orNull(anyAmount),
  })
  .map(({ bid, mostQuote, off, side, spread, stopPrice, type }) => {
    const limit = side === 'sell' ? stopPrice - off : stopPrice + off;
    const price = type === 'stop-limit' && limit > 0n ? fromUnits(limit, 0) : null;
    return {
      order: {
        kind: 'order',
        exchange: 'practice',
        symbol: 'BTC/USDT',
        marketType: 'spot',
        side,
        type,
        amount: '1',
        quoteAmount: null,
        price,
        stopPrice: fromUnits(stopPrice, 0),
        timeInForce: null,
      },
      facts: {
        isHalted: false,
        market: { ageMs: 10, bestBid: fromUnits(bid, 0), bestAsk: fromUnits(bid + spread, 0), worstPrice: price },
        mostBase: fromUnits(1n, 0),
        mostQuote,
        position: null,
        reserved: null,
      },
    };
  });

/** What was known of the world; any of it may be missing. */
export const anyFacts: fc.Arbitrary<Facts> = fc.record({
  isHalted: fc.constantFrom(false, false, false, true),
  market: orNull(
    fc.record({
      ageMs: fc.constantFrom(0, 10, 5_000, 5_001),
      bestBid: orNull(anyAmount),
      bestAsk: orNull(anyAmount),
      worstPrice: orNull(anyAmount),
    }),
  ),
  mostBase: orNull(anyAmount),
  mostQuote: orNull(anyAmount),
  position: orNull(fc.record({ asset: fc.constantFrom('BTC', 'ETH', 'XRP'), total: anyAmount, opening: anyAmount })),
  reserved: orNull(fc.record({ hour: anyAmount, day: anyAmount, ordersLastMinute: fc.integer({ min: 0, max: 7 }) })),
});
