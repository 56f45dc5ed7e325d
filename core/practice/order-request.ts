import { type MarketSpec, quoteUnits } from './market-spec.ts';
import type { BookSide, OrderBook } from './matching/order-book.ts';
import type { PracticeTimeInForce, PracticeType } from './practice-order.ts';

/** What an order asks for. Amounts have been checked against the market's filters. */
export interface OrderRequest {
  readonly clientOrderId: string;
  readonly market: MarketSpec;
  readonly side: BookSide;
  readonly type: PracticeType;
  readonly timeInForce: PracticeTimeInForce;
  readonly ticks: bigint | null;
  readonly lots: bigint;
  readonly quoteTarget: bigint | null;
}

/** What an order must have free: a limit buy its whole price, a market buy what the book asks now, a sell its amount. */
export function coverOf(
  request: OrderRequest,
  book: OrderBook,
  accountId: number,
): { readonly asset: string; readonly units: bigint } {
  const { market, side, lots, ticks } = request;
  if (side === 'sell') return { asset: market.base, units: lots * market.lotUnits };
  if (ticks !== null) return { asset: market.quote, units: quoteUnits(ticks, lots, market) };
  return { asset: market.quote, units: book.cost('buy', lots, null, accountId).tickLots * market.quoteUnitsPerTickLot };
}
