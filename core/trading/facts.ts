import type { OrderIntent } from '../domain/intent.ts';
import { add, type DecimalText, subtract, zero } from '../domain/money.ts';
import type { Facts, PositionFacts } from '../policy/rule.ts';
import { estimate } from './estimate.ts';
import { exposureOf } from './exposure.ts';
import type { MarketReading } from './market-reading.ts';
import type { Trading } from './trading.ts';

/**
 * What the policy may know of an order right now: its market as it was read, what it may move, the position it adds to, what the rolling
 * windows hold, and the halt. `replaces` is an order that is cancelled first; what it may still buy is not counted. What was bought since
 * the balances were asked for counts as still to come: they may not hold it yet.
 */
export function factsOf(
  trading: Trading,
  intent: OrderIntent,
  { askedAtMs, balances, book, bought, market }: MarketReading,
  replaces: string | null,
): Facts {
  const cost = estimate(intent, intent.side, market, book);
  const nowMs = trading.confirmedTime.nowMs();
  const balance = balances.find(({ asset }) => asset === market.base);
  return {
    isHalted: !trading.halt.permits(exposureOf(intent)).ok,
    market: {
      ageMs: Math.ceil(trading.clock.monotonicMs() - askedAtMs),
      bestBid: book.bids[0]?.[0] ?? null,
      bestAsk: book.asks[0]?.[0] ?? null,
      worstPrice: cost.worstPrice,
    },
    mostBase: cost.mostBase,
    mostQuote: cost.mostQuote,
    position: positionOf(trading, intent, { asset: market.base, total: balance?.total ?? zero, bought }, replaces),
    reserved: nowMs === 0 ? null : trading.reservations.at(market.quote, nowMs),
  };
}

/** The holding an order changes; null when what an open buy may still add is not known. */
function positionOf(
  trading: Trading,
  { side }: OrderIntent,
  { asset, bought, total }: { readonly asset: string; readonly total: DecimalText; readonly bought: DecimalText },
  replaces: string | null,
): PositionFacts | null {
  if (side === 'sell') return { asset, total, opening: zero };
  let opening = subtract(trading.journal.boughtOf(asset), bought);
  for (const order of trading.journal.openBuysOf(asset)) {
    if (order.orderId === replaces) continue;
    if (order.remaining === null) return null;
    opening = add(opening, order.remaining);
  }
  return { asset, total, opening };
}
