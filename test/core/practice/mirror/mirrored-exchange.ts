import { createExchange } from '../../../../core/practice/exchange.ts';
import { practiceMarkets } from '../../../../core/practice/market-spec.ts';
import { createMirrorBook } from '../../../../core/practice/mirror/mirror-book.ts';
import { createPrintQueue, type Print } from '../../../../core/practice/mirror/print-queue.ts';
import { personAccountId } from '../../../../core/practice/person-account.ts';
import type { PracticeFill, PracticeOrder, PrintedTrade } from '../../../../core/practice/practice-order.ts';
import { manualClock } from '../../../manual-clock.ts';

/** A level by ticks and lots. */
export type Shown = readonly [number, number];

/** A mirrored book of BTC/USDT in memory, with a person who has plenty. Sizes are plain numbers of ticks and lots. */
export function mirroredExchange(depth = 100) {
  const market = practiceMarkets[0];
  if (market === undefined) throw new Error('no market');
  const fills: PracticeFill[] = [];
  const told: PrintedTrade[] = [];
  const exchange = createExchange({
    clock: manualClock(),
    fees: { maker: 0n, taker: 0n },
    store: (change) => void fills.push(...change.fills),
    printed: (trade) => void told.push(trade),
    hinted: () => undefined,
  });
  const plenty = { free: 10n ** 30n, held: 0n };
  const person = {
    id: personAccountId,
    apiKey: '',
    secret: '',
    isStored: true,
    holdings: new Map([market.base, market.quote].map((asset) => [asset, { ...plenty }])),
  };
  exchange.accounts.set(person.id, person);
  const book = createMirrorBook(exchange, market, depth);
  const queue = createPrintQueue(exchange, market, book);
  const grid = (levels: readonly Shown[]) =>
    levels.map(([ticks, lots]) => ({ ticks: BigInt(ticks), lots: BigInt(lots) }));
  let orders = 0;

  return {
    exchange,
    book,
    fills,
    told,
    show: (bids: readonly Shown[], asks: readonly Shown[]) => book.show(grid(bids), grid(asks)),
    /** One answer with trades: those that are new in it, as [taker's side, ticks, lots]. */
    prints(...trades: readonly (readonly ['buy' | 'sell', number, number])[]) {
      const asked = queue.asking();
      const news = trades.map(
        ([takerSide, ticks, lots]): Print => ({ takerSide, ticks: BigInt(ticks), lots: BigInt(lots), atMs: 0 }),
      );
      queue.heard(news, asked);
    },
    /** Places an order: a limit order at `ticks`, a market order where that is null. */
    place(side: 'buy' | 'sell', lots: number, ticks: number | null): PracticeOrder | null {
      orders += 1;
      const placed = exchange.place(person, {
        clientOrderId: `order-${orders}`,
        market,
        side,
        type: ticks === null ? 'MARKET' : 'LIMIT',
        timeInForce: 'GTC',
        stopTicks: null,
        ticks: ticks === null ? null : BigInt(ticks),
        lots: BigInt(lots),
        quoteTarget: null,
      });
      return placed.ok ? placed.value.order : null;
    },
    /** Places an order that waits for a trade at `stopTicks`; without a limit where `ticks` is null. */
    placeStop(side: 'buy' | 'sell', lots: number, stopTicks: number, ticks: number | null): PracticeOrder | null {
      orders += 1;
      const placed = exchange.place(person, {
        clientOrderId: `order-${orders}`,
        market,
        side,
        type: ticks === null ? 'STOP_LOSS' : 'STOP_LOSS_LIMIT',
        timeInForce: 'GTC',
        stopTicks: BigInt(stopTicks),
        ticks: ticks === null ? null : BigInt(ticks),
        lots: BigInt(lots),
        quoteTarget: null,
      });
      return placed.ok ? placed.value.order : null;
    },
    /** What the practice exchange's book holds of a side, best first. */
    levels: (side: 'buy' | 'sell') =>
      exchange
        .book(market)
        .levels(side, 100)
        .map(({ ticks, lots }) => [Number(ticks), Number(lots)]),
  };
}
