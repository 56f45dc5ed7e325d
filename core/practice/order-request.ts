import { type MarketSpec, quoteUnits } from './market-spec.ts';
import type { BookSide, OrderBook } from './matching/order-book.ts';
import type { PracticeOrder, PracticeTimeInForce, PracticeType } from './practice-order.ts';

/** What an order asks for. Amounts have been checked against the market's filters. */
export interface OrderRequest {
  readonly clientOrderId: string;
  readonly market: MarketSpec;
  readonly side: BookSide;
  readonly type: PracticeType;
  readonly timeInForce: PracticeTimeInForce;
  /** Null exactly for orders without a limit. */
  readonly ticks: bigint | null;
  /** Null exactly where the type is no stop. */
  readonly stopTicks: bigint | null;
  /** Null exactly where `quoteTarget` is given. */
  readonly lots: bigint | null;
  /** What a market order is to spend or fetch, in quote units of 10^-8. */
  readonly quoteTarget: bigint | null;
}

/** A request whose lots are known. */
export type SizedRequest = OrderRequest & { readonly lots: bigint };

/**
 * Gives a market order by quote amount its lots: as many whole ones as the amount pays for (or as few as fetch no more than it) in the
 * book of this moment, the account's own orders left out; none where the book is empty. Null when it does not pay for one lot.
 */
export function sized(request: OrderRequest, book: OrderBook, accountId: number): SizedRequest | null {
  const { market, side, quoteTarget } = request;
  if (request.lots !== null) return { ...request, lots: request.lots };
  if (quoteTarget === null) throw new Error('an order without an amount');
  const lots = book.lotsFor(side, quoteTarget / market.quoteUnitsPerTickLot, accountId);
  if (lots === 0n && book.best(side === 'buy' ? 'sell' : 'buy') !== null) return null;
  return { ...request, lots };
}

/**
 * What an order must have free: a sell its amount, a limit buy its whole price, a market buy the quote amount that it names or else
 * what the book asks now. A buy that waits for a stop price without a limit holds what it costs there; what it takes is seen then.
 */
export function coverOf(
  request: Pick<SizedRequest, 'market' | 'side' | 'lots' | 'ticks' | 'stopTicks' | 'quoteTarget'>,
  book: OrderBook,
  accountId: number,
): { readonly asset: string; readonly units: bigint } {
  const { market, side, lots, quoteTarget } = request;
  const ticks = request.ticks ?? request.stopTicks;
  if (side === 'sell') return { asset: market.base, units: lots * market.lotUnits };
  if (ticks !== null) return { asset: market.quote, units: quoteUnits(ticks, lots, market) };
  const asked = (): bigint => book.cost('buy', lots, null, accountId).tickLots * market.quoteUnitsPerTickLot;
  return { asset: market.quote, units: quoteTarget ?? asked() };
}

/** An order as it is when it is taken: of its own number, with nothing done yet. */
export function newOrder(request: SizedRequest, accountId: number, orderId: number, nowMs: number): PracticeOrder {
  return {
    ...request,
    orderId,
    accountId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    bookAtArrival: null,
    triggeredAtMs: null,
    filledLots: 0n,
    quoteUnits: 0n,
    preventedMatchId: null,
    status: 'NEW',
  };
}
