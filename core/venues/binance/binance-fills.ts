import { ok, type Result } from '../../domain/result.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import type { VenueFill } from '../venue.ts';
import { Trades } from './binance-answers.ts';
import type { BinanceClient } from './binance-client.ts';
import { toFills } from './binance-map.ts';

/** The most trades that one answer of myTrades holds. */
const tradesPage = 1_000;

/** Every fill of one order, oldest first, page by page. Trades that come out of order, twice or of another order are not believed. */
export async function readFillsOf(
  { exchange, client }: { readonly exchange: string; readonly client: BinanceClient },
  venueName: string,
  venueOrderId: string,
): Promise<Result<readonly VenueFill[]>> {
  const base = { symbol: venueName, orderId: venueOrderId, limit: tradesPage };
  const fills: VenueFill[] = [];
  let lastId = -1n;
  for (;;) {
    // Without a first id the venue answers with the newest, and the older ones of a large order would be missed.
    const parameters = { ...base, fromId: String(lastId + 1n) };
    const page = await readAnswer(exchange, 'myTrades', Trades, () => client.myTrades(parameters));
    if (!page.ok) return page;
    for (const trade of page.value) {
      if (trade.symbol !== base.symbol || trade.orderId !== venueOrderId || BigInt(trade.id) <= lastId) {
        return malformed(exchange, 'myTrades');
      }
      lastId = BigInt(trade.id);
    }
    fills.push(...toFills(page.value));
    if (page.value.length < tradesPage) return ok(fills);
  }
}
