import { ok, type Result } from '../../domain/result.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import { QueriedOrders, Trades, TxId } from './kraken-answers.ts';
import type { KrakenDeps } from './kraken-deps.ts';
import { type KrakenFill, toFills } from './kraken-map.ts';

/** The most trades that one question may name. https://docs.kraken.com/api-reference/account-data/query-trades-info */
const tradesPerQuestion = 20;

/**
 * Every fill that Kraken tells of an order so far, oldest first: its order names its trades, and those are asked for one page after the
 * other. They may lag behind what the order says is done. Trades of another order or market, or not asked for, are not believed.
 */
export async function readFillsOf(
  deps: Pick<KrakenDeps, 'exchange' | 'client' | 'names'>,
  symbol: string,
  venueOrderId: string,
): Promise<Result<readonly KrakenFill[]>> {
  const { client, exchange } = deps;
  if (!TxId.safeParse(venueOrderId).success) return malformed(exchange, 'QueryOrders');
  // Without consolidation a trade's number stands for one execution for ever.
  const parameters = { txid: venueOrderId, trades: 'true', consolidate_taker: 'false' };
  const answer = await readAnswer(exchange, 'QueryOrders', QueriedOrders, () => client.queryOrders(parameters));
  if (!answer.ok) return answer;
  const order = answer.value.result[venueOrderId];
  if (order === undefined) return malformed(exchange, 'QueryOrders');
  return readTrades(deps, symbol, venueOrderId, order.trades ?? []);
}

/** The trades of these numbers, all of one order. */
async function readTrades(
  { client, exchange, names }: Pick<KrakenDeps, 'exchange' | 'client' | 'names'>,
  symbol: string,
  venueOrderId: string,
  tradeIds: readonly string[],
): Promise<Result<readonly KrakenFill[]>> {
  const fills: KrakenFill[] = [];
  for (let from = 0; from < tradeIds.length; from += tradesPerQuestion) {
    const asked = tradeIds.slice(from, from + tradesPerQuestion);
    const page = await readAnswer(exchange, 'QueryTrades', Trades, () => client.queryTrades({ txid: asked.join(',') }));
    if (!page.ok) return page;
    const { result } = page.value;
    const isAbout = (id: string): boolean =>
      asked.includes(id) && result[id]?.ordertxid === venueOrderId && names.symbolOf(result[id].pair) === symbol;
    if (!Object.keys(result).every(isAbout)) return malformed(exchange, 'QueryTrades');
    fills.push(...toFills(result, symbol));
  }
  return ok(fills.sort((a, b) => a.atMs - b.atMs));
}
