import { OrderBook, Side } from 'nodejs-order-book';
import type { Account } from '../../core/practice/accounts.ts';
import { createExchange } from '../../core/practice/exchange.ts';
import type { Exchange } from '../../core/practice/exchange-port.ts';
import { practiceMarkets } from '../../core/practice/market-spec.ts';
import { createOrderBook } from '../../core/practice/matching/order-book.ts';
import { isOpen, type PracticeFill, type PracticeOrder } from '../../core/practice/practice-order.ts';
import { manualClock } from '../manual-clock.ts';
import { orderStream, type StreamMessage, streamMix } from './streams.ts';

const seed = 20_261_124;
const messageCount = 1_000_000;
const turns = 5;
const accountCount = 1_000;
const plenty = 10n ** 24n;

/** Messages per second: the median of some turns, each on empty books, and the slowest and fastest of them. */
export interface Throughput {
  readonly perSecond: number;
  readonly slowest: number;
  readonly fastest: number;
  readonly trades: number;
}

/** What the matching benchmark measured, figure beside goal. */
export interface MatchingFigures {
  readonly stream: string;
  readonly matchingPerSecond: Throughput & { readonly what: string; readonly goal: { readonly perSecond: number } };
  readonly exchangePerSecond: Throughput & { readonly what: string; readonly goal: { readonly perSecond: number } };
  readonly rivalPerSecond: Throughput & { readonly what: string };
}

/**
 * Measures the practice exchange on one seeded stream: its book alone, with balances, fees and fills in memory, and nodejs-order-book
 * beside it. Throws when the two books did not make the same number of trades. One core, about half a minute.
 */
export function measureMatching(): MatchingFigures {
  const stream = orderStream(seed, messageCount);
  const book = throughput(() => playOnBook(stream));
  const exchange = throughput(() => playOnExchange(stream));
  const rivalStream = stream.map(forRival);
  const rival = throughput(() => playOnRival(rivalStream));
  if (book.trades !== rival.trades) throw new Error(`the books disagree: ${book.trades} and ${rival.trades} trades`);
  const { limitOrders, cancels, marketOrders } = streamMix;
  return {
    stream: `${messageCount} messages, seed ${seed}: ${limitOrders} % limit orders near the touch, ${cancels} % cancels, ${marketOrders} % market orders`,
    matchingPerSecond: {
      what: 'messages through the order book alone, bigint ticks and lots',
      ...book,
      goal: { perSecond: 2_000_000 },
    },
    exchangePerSecond: {
      what: `messages through the exchange: ${accountCount} accounts, balances, fees, self-trade prevention and fills in memory`,
      ...exchange,
      goal: { perSecond: 150_000 },
    },
    rivalPerSecond: { what: 'the same stream through nodejs-order-book 10.1.1, numbers', ...rival },
  };
}

/** One turn: how long the stream took, and how many trades it made. */
interface Turn {
  readonly elapsedMs: number;
  readonly trades: number;
}

function throughput(play: () => Turn): Throughput {
  const all = Array.from({ length: turns }, play);
  const rates = all.map(({ elapsedMs }) => Math.round((messageCount / elapsedMs) * 1_000)).sort((a, b) => a - b);
  return {
    perSecond: rates[Math.floor(turns / 2)] ?? 0,
    slowest: rates[0] ?? 0,
    fastest: rates.at(-1) ?? 0,
    trades: all[0]?.trades ?? 0,
  };
}

function playOnBook(stream: readonly StreamMessage[]): Turn {
  const book = createOrderBook();
  let trades = 0;
  const startedMs = performance.now();
  for (const { kind, id, side, ticks, lots } of stream) {
    if (kind === 'cancel') book.remove(id);
    else if (kind === 'market') trades += book.take(side, lots, null).length;
    else {
      const matches = book.take(side, lots, ticks);
      let left = lots;
      for (const match of matches) left -= match.lots;
      trades += matches.length;
      if (left > 0n) book.rest({ id, owner: 0, side, ticks, lots: left });
    }
  }
  return { elapsedMs: performance.now() - startedMs, trades };
}

function playOnExchange(stream: readonly StreamMessage[]): Turn {
  const market = practiceMarkets[0];
  if (market === undefined) throw new Error('no market');
  const fills: PracticeFill[] = [];
  const exchange = createExchange({
    clock: manualClock(),
    fees: { maker: 1_000n, taker: 1_000n },
    store: (change) => void fills.push(...change.fills),
    printed: () => undefined,
    hinted: () => undefined,
  });
  const accounts = openAccounts(exchange, [market.base, market.quote]);
  const orders = new Map<number, PracticeOrder>();
  const startedMs = performance.now();
  for (const { kind, id, side, ticks, lots } of stream) {
    if (kind === 'cancel') {
      const order = orders.get(id);
      if (order !== undefined && isOpen(order)) exchange.cancel(order);
      orders.delete(id);
      continue;
    }
    const account = accounts[id % accountCount] as Account;
    const isLimit = kind === 'limit';
    const placed = exchange.place(account, {
      clientOrderId: String(id),
      market,
      side,
      type: isLimit ? 'LIMIT' : 'MARKET',
      timeInForce: 'GTC',
      ticks: isLimit ? ticks : null,
      stopTicks: null,
      lots,
      quoteTarget: null,
    });
    if (!placed.ok) throw new Error(placed.error);
    if (isOpen(placed.value.order)) orders.set(id, placed.value.order);
  }
  return { elapsedMs: performance.now() - startedMs, trades: fills.length / 2 };
}

function openAccounts(exchange: Exchange, assets: readonly string[]): readonly Account[] {
  return Array.from({ length: accountCount }, (_, index) => {
    const account: Account = {
      id: index + 1,
      apiKey: '',
      secret: '',
      isStored: true,
      holdings: new Map(assets.map((asset) => [asset, { free: plenty, held: 0n }])),
    };
    exchange.accounts.set(account.id, account);
    return account;
  });
}

/** A message as nodejs-order-book takes it; its prices and sizes are numbers, exact here because the stream's are small whole ones. */
interface RivalMessage {
  readonly kind: StreamMessage['kind'];
  readonly id: string;
  readonly side: Side;
  readonly price: number;
  readonly size: number;
}

function forRival({ kind, id, side, ticks, lots }: StreamMessage): RivalMessage {
  return {
    kind,
    id: String(id),
    side: side === 'buy' ? Side.BUY : Side.SELL,
    price: Number.parseInt(String(ticks), 10),
    size: Number.parseInt(String(lots), 10),
  };
}

function playOnRival(stream: readonly RivalMessage[]): Turn {
  const book = new OrderBook();
  let trades = 0;
  const startedMs = performance.now();
  for (const { kind, id, side, price, size } of stream) {
    if (kind === 'cancel') {
      book.cancel(id);
      continue;
    }
    const { done, partial } = kind === 'market' ? book.market({ side, size }) : book.limit({ id, side, price, size });
    // It lists the makers that are done, the taker itself where it is, and one order that is partly filled: a maker, or the taker.
    for (const order of done) if (order.id !== id) trades += 1;
    if (partial !== null && partial.id !== id) trades += 1;
  }
  return { elapsedMs: performance.now() - startedMs, trades };
}
