import type { PublicBook, PublicMarket, PublicTrade } from '../../contract/shapes.ts';
import { compare, type DecimalText } from '../../domain/money.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock, Fetch } from '../../ports.ts';
import { classifyRead } from '../classify.ts';
import { EgressDenied } from '../failures.ts';
import { guardedFetch, marketsMostBytes } from '../guarded-fetch.ts';
import { quietMembers, quietSettings } from '../quiet-ccxt.ts';
import { malformed } from '../read-answer.ts';
import { ccxtExchanges, findCcxtExchange } from './ccxt-exchanges.ts';
import { levelText } from './level-text.ts';
import type { PublicCcxt } from './public-ccxt.ts';
import { publicHosts } from './public-hosts.ts';

/** Looks at any exchange of ccxt, without a key: only GET, only at the exchange's own addresses, nothing remembered but its markets. */
export interface PublicMarkets {
  names(): readonly string[];
  /** Its spot markets. `not-found` for a name that is none; the venue's error. */
  markets(exchange: string): Promise<Result<readonly PublicMarket[]>>;
  /** Up to `depth` levels a side: bids descend, asks ascend, the sides do not cross. `not-found`; the venue's error. */
  book(exchange: string, symbol: string, depth: number): Promise<Result<PublicBook>>;
  /** Its last trades of a market, oldest first; those of which it does not say who took are left out. `not-found`; the venue's error. */
  trades(exchange: string, symbol: string): Promise<Result<readonly PublicTrade[]>>;
}

/** What looking stands on. */
export interface PublicMarketsDeps {
  readonly clock: Clock;
  /** The way out to an exchange, by its name. */
  readonly transportTo: (exchange: string) => Fetch;
}

const timeoutMs = 15_000;
/** Each has thousands of markets in memory: those looked at before the last few are read again. */
const mostOpen = 3;

const mostTrades = 100;

/** Over a transport. No exchange is asked anything, or even loaded, before it is looked at. */
export function createPublicMarkets({ clock, transportTo }: PublicMarketsDeps): PublicMarkets {
  const opened = new Map<string, Promise<PublicCcxt>>();

  async function open(name: string): Promise<Result<PublicCcxt>> {
    const load = findCcxtExchange(name);
    if (load === null) return err({ code: 'not-found', retry: 'never', what: `an exchange ${name}` });
    const known =
      opened.get(name) ?? load().then((loaded) => build(loaded.default as ExchangeClass, transportTo(name)));
    opened.delete(name);
    opened.set(name, known);
    for (const oldest of opened.keys()) if (opened.size > mostOpen) opened.delete(oldest);
    return ok(await known);
  }

  const read = async <T>(name: string, what: string, use: (exchange: PublicCcxt) => Promise<T>): Promise<Result<T>> => {
    const exchange = await open(name);
    if (!exchange.ok) return exchange;
    try {
      return ok(await use(exchange.value));
    } catch (cause) {
      return err(classifyRead(name, what, cause));
    }
  };

  return {
    names: () => Object.keys(ccxtExchanges),
    async markets(exchange) {
      const loaded = await read(exchange, 'markets', (ccxt) => ccxt.loadMarkets());
      if (!loaded.ok) return loaded;
      const markets = Object.values(Object(loaded.value)).flatMap((market) => toMarket(exchange, market));
      return markets.length === 0 ? malformed(exchange, 'markets') : ok(markets);
    },
    async book(exchange, symbol, depth) {
      const atMs = clock.nowMs();
      const answer = await read(exchange, 'book', (ccxt) => ccxt.fetchOrderBook(symbol));
      if (!answer.ok) return answer;
      const raw: { readonly bids?: unknown; readonly asks?: unknown } = Object(answer.value);
      const bids = toLevels(raw.bids, 'descending');
      const asks = toLevels(raw.asks, 'ascending');
      const [bestBid, bestAsk] = [bids?.[0]?.[0], asks?.[0]?.[0]];
      const isCrossed = bestBid !== undefined && bestAsk !== undefined && compare(bestBid, bestAsk) >= 0;
      // An empty book is what ccxt makes of a page in place of an answer, too: it is not believed.
      if (bids === null || asks === null || bids.length + asks.length === 0 || isCrossed) {
        return malformed(exchange, 'book');
      }
      return ok({ exchange, symbol, bids: bids.slice(0, depth), asks: asks.slice(0, depth), atMs });
    },
    async trades(exchange, symbol) {
      const answer = await read(exchange, 'trades', (ccxt) => ccxt.fetchTrades(symbol, undefined, mostTrades));
      if (!answer.ok) return answer;
      return Array.isArray(answer.value) ? ok(answer.value.flatMap(toTrade)) : malformed(exchange, 'trades');
    },
  };
}

/** What every class of ccxt is to us. */
type ExchangeClass = new (config: object) => PublicCcxt;

function build(Exchange: ExchangeClass, transport: Fetch): PublicCcxt {
  const exchange = new Exchange({
    ...quietSettings(null, true, timeoutMs),
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchMargins: false,
      fetchCurrencies: false,
      // Binance's single trades: those that are put together by price and taker have numbers of their own.
      fetchTradesMethod: 'publicGetTrades',
    },
  });
  const hosts = publicHosts(exchange.urls, exchange.hostname);
  return Object.assign(exchange, quietMembers, {
    fetchImplementation: async (url: string, init: RequestInit = {}) => {
      const { host, origin, pathname, protocol } = new URL(url);
      const isPublic = (init.method ?? 'GET') === 'GET' && protocol === 'https:' && hosts.has(host);
      if (!isPublic) throw new EgressDenied(init.method ?? 'GET', pathname);
      return guardedFetch({
        allowed: [{ method: 'GET', origin, path: pathname, mostBytes: marketsMostBytes }],
        isOpen: () => true,
        transport,
        left: () => undefined,
        secrets: [],
        readRefusal: (status) =>
          status === 200
            ? null
            : { venueCode: null, message: null, class: status === 429 || status === 418 ? 'rate' : 'unsure' },
      })(url, init);
    },
    // ccxt would make numbers of them and sort those: the levels are taken as they came.
    parseOrderBook: (
      book: unknown,
      _symbol: string,
      _atMs?: number,
      bidsKey = 'bids',
      asksKey = 'asks',
      priceKey: number | string = 0,
      amountKey: number | string = 1,
    ) => {
      const side = (key: string): unknown => {
        const levels = Object(book)[key];
        return Array.isArray(levels)
          ? levels.map((level) => [Object(level)[priceKey], Object(level)[amountKey]])
          : levels;
      };
      return { bids: side(bidsKey), asks: side(asksKey) };
    },
  });
}

function toMarket(exchange: string, market: unknown): readonly PublicMarket[] {
  const { active, spot, symbol }: { active?: unknown; spot?: unknown; symbol?: unknown } = Object(market);
  if (spot !== true || typeof symbol !== 'string' || !/^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}$/.test(symbol)) return [];
  return [{ exchange, symbol, isActive: active !== false }];
}

/** A trade by its number there, or without one by all that is known of it: two that look the same are one. */
function toTrade(raw: unknown): readonly PublicTrade[] {
  const { id, side, timestamp, ...rest }: Readonly<Record<string, unknown>> = Object(raw);
  const price = levelText(rest.price);
  const amount = levelText(rest.amount);
  if (price === null || amount === null || price === '0' || amount === '0') return [];
  if (side !== 'buy' && side !== 'sell') return [];
  if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp)) return [];
  const tradeId = typeof id === 'string' && /^[\w-]{1,80}$/.test(id) ? id : `${timestamp}:${side}:${price}:${amount}`;
  return [{ tradeId, price, amount, takerSide: side, atMs: timestamp }];
}

type Levels = [DecimalText, DecimalText][];

function toLevels(raw: unknown, order: 'ascending' | 'descending'): Levels | null {
  if (!Array.isArray(raw)) return null;
  const levels: Levels = [];
  for (const level of raw) {
    const price = levelText(Object(level)[0]);
    const amount = levelText(Object(level)[1]);
    if (price === null || amount === null) return null;
    if (amount !== '0') levels.push([price, amount]);
  }
  const sign = order === 'ascending' ? 1 : -1;
  return levels.sort(([a], [b]) => compare(a, b) * sign);
}
