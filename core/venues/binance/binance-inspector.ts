import type * as z from 'zod';
import { add } from '../../domain/money.ts';
import { err, ok } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { classifyRead, isUnknownOrder } from '../classify.ts';
import { measurePing, skewAtMiddle } from '../measure-ping.ts';
import { malformed, noMarket, readAnswer } from '../read-answer.ts';
import type { Inspector, OpenAtVenue, VenueStatus } from '../venue.ts';
import {
  Account,
  AccountUid,
  Depth,
  ExchangeInfo,
  OpenAnswers,
  OrderAnswer,
  ServerTime,
  SystemStatus,
} from './binance-answers.ts';
import type { Ask, BinanceClient } from './binance-client.ts';
import { readFillsOf } from './binance-fills.ts';
import { toMarkets, toOpen, toOrder } from './binance-map.ts';
import type { VenueNames } from './venue-names.ts';

/** What reading a venue stands on. */
export interface InspectorDeps {
  readonly exchange: string;
  readonly client: BinanceClient;
  readonly clock: Clock;
  readonly names: VenueNames;
}

/**
 * Orders that ended without a fill are kept for 90 days after that. A day less, because two clocks tell it.
 * https://developers.binance.com/docs/binance-spot-api-docs/errors (-2026)
 */
const archivedAfterMs = 89 * 86_400_000;

const statuses: ReadonlyMap<number, VenueStatus> = new Map([
  [0, 'ok'],
  [1, 'maintenance'],
]);

/** The reading side of Binance. Every answer is checked against its exact shape; what does not fit is `venue-answer-malformed`. */
export function createInspector({ exchange, client, clock, names }: InspectorDeps): Inspector {
  const read = <S extends z.ZodType>(what: string, shape: S, ask: Ask, parameters?: Parameters<Ask>[0]) =>
    readAnswer(exchange, what, shape, () => ask(parameters));

  async function readMarkets() {
    const info = await read('exchangeInfo', ExchangeInfo, client.exchangeInfo);
    if (info.ok) names.learn(info.value);
    return info;
  }

  return {
    async markets() {
      const info = await readMarkets();
      if (!info.ok) return info;
      const markets = toMarkets(exchange, info.value);
      return markets.length === 0 ? malformed(exchange, 'exchangeInfo') : ok(markets);
    },
    async book(symbol, depth) {
      const venueName = names.toVenue(symbol);
      if (venueName === null) return noMarket(exchange, symbol);
      const atMs = clock.nowMs();
      const answer = await read('depth', Depth, client.depth, { symbol: venueName, limit: depth });
      if (!answer.ok) return answer;
      const { bids, asks } = answer.value;
      return ok({
        bids: bids.slice(0, depth).map(([price, amount]) => [price, amount]),
        asks: asks.slice(0, depth).map(([price, amount]) => [price, amount]),
        atMs,
      });
    },
    async balances() {
      const answer = await read('account', Account, client.account, {});
      if (!answer.ok) return answer;
      const { balances } = answer.value;
      if (new Set(balances.map(({ asset }) => asset)).size < balances.length) return malformed(exchange, 'account');
      return ok(balances.map(({ asset, free, locked }) => ({ asset, free, held: locked, total: add(free, locked) })));
    },
    async accountId() {
      const answer = await read('account', AccountUid, client.account, {});
      return answer.ok ? ok(answer.value.uid ?? null) : answer;
    },
    async openOrders() {
      const answer = await read('openOrders', OpenAnswers, client.openOrders, {});
      if (!answer.ok) return answer;
      if (answer.value.some((order) => names.of(order.symbol) === null)) {
        const relearned = await readMarkets();
        if (!relearned.ok) return relearned;
      }
      const orders: OpenAtVenue[] = [];
      for (const order of answer.value) {
        const symbol = names.of(order.symbol);
        if (symbol === null) return malformed(exchange, 'openOrders');
        orders.push(toOpen(order, symbol));
      }
      return ok(orders);
    },
    async orderByClientId(symbol, clientOrderId, known) {
      const venueName = names.toVenue(symbol);
      if (venueName === null) return noMarket(exchange, symbol);
      let raw: unknown;
      try {
        raw = await client.order({ symbol: venueName, origClientOrderId: clientOrderId });
      } catch (cause) {
        if (isUnknownOrder(cause)) return ok(null);
        const error = classifyRead(exchange, 'order', cause);
        // An order that was sent later than that cannot be archived yet: whatever was answered, it was not about this one.
        const isTooNew = known !== undefined && clock.nowMs() - known.sentAtMs < archivedAfterMs;
        return error.code === 'order-archived' && isTooNew ? malformed(exchange, 'order') : err(error);
      }
      const order = OrderAnswer.safeParse(raw).data;
      if (order?.symbol !== venueName || order.clientOrderId !== clientOrderId) return malformed(exchange, 'order');
      return ok(toOrder(order, symbol, clientOrderId, order.updateTime));
    },
    async fillsOf(symbol, venueOrderId) {
      const venueName = names.toVenue(symbol);
      return venueName === null
        ? noMarket(exchange, symbol)
        : readFillsOf({ exchange, client }, venueName, venueOrderId);
    },
    async status() {
      const answer = await read('systemStatus', SystemStatus, client.systemStatus);
      if (!answer.ok) return answer;
      return ok(statuses.get(answer.value.status) ?? 'unknown');
    },
    ping: () =>
      measurePing(
        clock,
        () => read('time', ServerTime, client.time),
        ({ serverTime }, trip) => skewAtMiddle(serverTime, trip),
      ),
  };
}
