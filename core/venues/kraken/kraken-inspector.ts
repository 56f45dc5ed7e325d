import type * as z from 'zod';
import { ok } from '../../domain/result.ts';
import { measurePing, type RoundTrip } from '../measure-ping.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import type { Inspector, OpenAtVenue, VenueStatus } from '../venue.ts';
import { findOrder, unknownMarket } from './find-order.ts';
import { AssetPairs, Depth, OpenOrders, ServerTime, SystemStatus } from './kraken-answers.ts';
import { readBalances } from './kraken-balances.ts';
import type { KrakenAsk } from './kraken-client.ts';
import type { KrakenDeps } from './kraken-deps.ts';
import { readFillsOf } from './kraken-fills.ts';
import { toOpen } from './kraken-map.ts';
import { namedPairs, toMarkets } from './kraken-markets.ts';

/** The most levels that Kraken tells. */
const deepest = 500;
/** Kraken tells its clock in whole seconds. */
const timeStepMs = 1_000;

/** The reading side of Kraken. Every answer is checked against its exact shape; what does not fit is `venue-answer-malformed`. */
export function createKrakenInspector(deps: KrakenDeps): Inspector {
  const { exchange, client, clock, names } = deps;
  const read = <S extends z.ZodType>(what: string, shape: S, ask: KrakenAsk, parameters?: Parameters<KrakenAsk>[0]) =>
    readAnswer(exchange, what, shape, () => ask(parameters));

  async function readPairs() {
    const answer = await read('AssetPairs', AssetPairs, client.assetPairs);
    if (answer.ok) names.learnPairs(namedPairs(answer.value.result));
    return answer;
  }

  return {
    async markets() {
      const answer = await readPairs();
      if (!answer.ok) return answer;
      const markets = toMarkets(exchange, answer.value.result);
      return markets.length === 0 ? malformed(exchange, 'AssetPairs') : ok(markets);
    },
    async book(symbol, depth) {
      const pair = names.pair(symbol);
      if (pair === null) return unknownMarket(exchange, symbol);
      const atMs = clock.nowMs();
      const answer = await read('Depth', Depth, client.depth, { pair: pair.id, count: Math.min(depth, deepest) });
      if (!answer.ok) return answer;
      const [only, ...others] = Object.entries(answer.value.result);
      if (only === undefined || others.length > 0 || names.symbolOf(only[0]) !== symbol) {
        return malformed(exchange, 'Depth');
      }
      const { bids, asks } = only[1];
      return ok({
        bids: bids.slice(0, depth).map(([price, amount]) => [price, amount]),
        asks: asks.slice(0, depth).map(([price, amount]) => [price, amount]),
        atMs,
      });
    },
    balances: () => readBalances(deps),
    // Nothing that Kraken answers names the account.
    accountId: async () => ok(null),
    async openOrders() {
      const answer = await read('OpenOrders', OpenOrders, client.openOrders, {});
      if (!answer.ok) return answer;
      const entries = Object.entries(answer.value.result.open);
      if (entries.some(([, { descr }]) => names.symbolOf(descr.pair) === null)) {
        const relearned = await readPairs();
        if (!relearned.ok) return relearned;
      }
      const orders: OpenAtVenue[] = [];
      for (const [venueOrderId, info] of entries) {
        const symbol = names.symbolOf(info.descr.pair);
        if (symbol === null) return malformed(exchange, 'OpenOrders');
        orders.push(toOpen(venueOrderId, info, symbol));
      }
      return ok(orders);
    },
    async orderByClientId(symbol, clientOrderId) {
      return names.pair(symbol) === null ? unknownMarket(exchange, symbol) : findOrder(deps, symbol, clientOrderId);
    },
    async fillsOf(symbol, venueOrderId) {
      return names.pair(symbol) === null ? unknownMarket(exchange, symbol) : readFillsOf(deps, symbol, venueOrderId);
    },
    ping: () =>
      measurePing(
        clock,
        () => read('Time', ServerTime, client.time),
        ({ result }, trip) => leastSkew(result.unixtime * 1_000, trip),
      ),
    async status() {
      const answer = await read('SystemStatus', SystemStatus, client.systemStatus);
      return answer.ok ? ok(statusOf(answer.value.result.status)) : answer;
    },
  };
}

/** The least that the clocks can be apart: Kraken looked at its own while we waited, and it was anything within the second that it named. */
function leastSkew(fromMs: number, { latencyMs, sentAtMs }: RoundTrip): number {
  if (sentAtMs + latencyMs < fromMs) return fromMs - (sentAtMs + latencyMs);
  return sentAtMs < fromMs + timeStepMs ? 0 : fromMs + timeStepMs - sentAtMs;
}

/** https://docs.kraken.com/api-reference/market-data/get-system-status */
function statusOf(word: string): VenueStatus {
  if (word === 'online') return 'ok';
  return ['maintenance', 'cancel_only', 'post_only', 'limit_only'].includes(word) ? 'maintenance' : 'unknown';
}
