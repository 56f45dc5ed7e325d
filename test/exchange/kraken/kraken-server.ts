import { toUnits } from '../../../core/domain/money.ts';
import { holdings } from '../../../core/practice/accounts.ts';
import { wireLots, wirePrice } from '../../../core/practice/market-spec.ts';
import type { Exchange, ExchangeAnswer, ExchangeRequest } from '../exchange-server.ts';
import { readAddOrder } from './add-order.ts';
import { createKrakenBook, type Kept, type KeptTrade, type KrakenBook } from './kraken-book.ts';
import { authenticate, type KrakenKey, keyInfo, tradingKey } from './kraken-keys.ts';
import { assetNames, cut, listed, listings, pairEntry } from './kraken-listing.ts';
import { sentence, wireOrder, wireTrade } from './kraken-wire.ts';

/** Kraken's spot API over the practice exchange's engine, with one account, and what a test may do behind its back. */
export interface KrakenExchange extends Exchange {
  readonly book: KrakenBook;
  /** Taking a key out revokes it. */
  readonly keys: KrakenKey[];
  /** Orders placed by hand, as Kraken tells them: open until they are cancelled. */
  readonly byHand: Map<string, unknown>;
  /** What SystemStatus says. */
  status: string;
  /** Leaves the next answers of an endpoint without the orders or trades that are new: reading lags behind trading. */
  lag(endpoint: 'OpenOrders' | 'ClosedOrders' | 'QueryOrders' | 'QueryTrades', answers: number): void;
  /** Answers that carry a warning beside their result. */
  warning: string | null;
}

type Answer = { readonly error: readonly string[]; readonly result?: unknown };
const refuse = (code: string): Answer => ({ error: [code] });

/** A new exchange whose dead man's switch runs by the clock of its requests. */
export function krakenExchange(): KrakenExchange {
  let nowMs = 0;
  let triggerAtMs: number | null = null;
  const book = createKrakenBook(() => nowMs);
  const keys = [tradingKey()];
  const byHand = new Map<string, unknown>();
  const lags = new Map<string, number>();
  const tradesOf = (kept: Kept): KeptTrade[] => kept.trades.flatMap((id) => book.trades.get(id) ?? []);
  const wire = (kept: Kept, form: URLSearchParams) => wireOrder(kept, tradesOf(kept), form.get('trades') === 'true');

  function isBehind(endpoint: string): boolean {
    const left = lags.get(endpoint) ?? 0;
    lags.set(endpoint, Math.max(0, left - 1));
    return left > 0;
  }

  function cancelAll(): number {
    const open = book.open();
    for (const kept of open) book.cancel(kept);
    const count = open.length + byHand.size;
    byHand.clear();
    return count;
  }

  const publicly: Readonly<Record<string, (query: URLSearchParams) => Answer>> = {
    time: () => ({
      error: [],
      result: { unixtime: Math.floor(nowMs / 1_000), rfc1123: new Date(nowMs).toUTCString() },
    }),
    systemStatus: () => ({ error: [], result: { status: exchange.status, timestamp: iso(nowMs) } }),
    assetPairs: () => ({ error: [], result: Object.fromEntries(listings.map((one) => [one.id, pairEntry(one)])) }),
    assets: () => ({
      error: [],
      result: Object.fromEntries(
        assetNames.map(({ name, altname }) => [
          name,
          { aclass: 'currency', altname, decimals: 10, display_decimals: 5, status: 'enabled' },
        ]),
      ),
    }),
    depth(query) {
      const listing = listed(query.get('pair') ?? '');
      if (listing === null) return refuse('EQuery:Unknown asset pair');
      const depth = Number.parseInt(query.get('count') ?? '100', 10);
      const side = (of: 'buy' | 'sell') =>
        book.engine
          .book(listing.spec)
          .levels(of, depth)
          .map(({ ticks, lots }) => [
            wirePrice(ticks, listing.spec),
            wireLots(lots, listing.spec),
            Math.floor(nowMs / 1_000),
          ]);
      return { error: [], result: { [listing.id]: { asks: side('sell'), bids: side('buy') } } };
    },
  };

  const privately: Readonly<Record<string, (form: URLSearchParams, key: KrakenKey) => Answer>> = {
    getApiKeyInfo: (_form, key) => ({ error: [], result: keyInfo(key) }),
    balanceEx: () => ({
      error: [],
      result: Object.fromEntries(
        holdings(book.account).map(({ asset, free, held }) => [
          assetNames.find(({ engine }) => engine === asset)?.name ?? asset,
          { balance: cut(free + held, 8), hold_trade: cut(held, 8) },
        ]),
      ),
    }),
    tradeVolume(form) {
      const id = listed(form.get('pair') ?? '')?.id;
      const tier = (fee: string) => (id === undefined ? null : { [id]: { fee, minfee: fee, maxfee: fee } });
      return {
        error: [],
        result: { currency: 'ZUSD', volume: '0.0000', fees: tier('0.2600'), fees_maker: tier('0.1600') },
      };
    },
    openOrders(form) {
      const wanted = form.get('cl_ord_id');
      const open = isBehind('OpenOrders') ? [] : book.open();
      const entries = open
        .filter(({ clOrdId }) => wanted === null || clOrdId === wanted)
        .map((kept) => [kept.txid, wire(kept, form)]);
      return { error: [], result: { open: Object.fromEntries([...entries, ...(wanted === null ? byHand : [])]) } };
    },
    closedOrders(form) {
      const wanted = form.get('cl_ord_id');
      const open = new Set(book.open());
      const closed = [...book.orders.values()].filter(
        (kept) => !open.has(kept) && (wanted === null || kept.clOrdId === wanted),
      );
      const page = isBehind('ClosedOrders') ? [] : closed.toReversed().slice(0, 50);
      return { error: [], result: { closed: Object.fromEntries(page.map((kept) => [kept.txid, wire(kept, form)])) } };
    },
    queryOrders(form) {
      const ids = (form.get('txid') ?? '').split(',');
      const found = isBehind('QueryOrders') ? [] : ids.flatMap((id) => book.orders.get(id) ?? []);
      if (found.length === 0 && !ids.some((id) => book.orders.has(id))) return refuse('EOrder:Invalid order');
      return { error: [], result: Object.fromEntries(found.map((kept) => [kept.txid, wire(kept, form)])) };
    },
    queryTrades(form) {
      const ids = (form.get('txid') ?? '').split(',');
      if (ids.length > 20) return refuse('EGeneral:Invalid arguments');
      const found = isBehind('QueryTrades') ? [] : ids.flatMap((id) => book.trades.get(id) ?? []);
      return { error: [], result: Object.fromEntries(found.map((trade) => [trade.txid, wireTrade(trade)])) };
    },
    tradesHistory: () => ({
      error: [],
      result: {
        trades: Object.fromEntries([...book.trades.values()].map((trade) => [trade.txid, wireTrade(trade)])),
        count: book.trades.size,
      },
    }),
    addOrder(form) {
      const asked = readAddOrder(form);
      if (typeof asked === 'string') return refuse(asked);
      const deadline = form.get('deadline');
      if (deadline !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(deadline)) {
        return refuse('EGeneral:Invalid arguments:deadline');
      }
      if (deadline !== null && Date.parse(deadline) < nowMs) return refuse('EService:Deadline elapsed');
      // Kraken holds an id to be used only while its order is open.
      if (asked.clOrdId !== null && book.open().some(({ clOrdId }) => clOrdId === asked.clOrdId)) {
        return refuse('EOrder:Duplicate cl_ord_id');
      }
      const kept = book.place(asked);
      if (typeof kept === 'string') return refuse(kept);
      return { error: [], result: { descr: { order: sentence(kept) }, txid: [kept.txid] } };
    },
    cancelOrder(form) {
      const [id, clOrdId] = [form.get('txid'), form.get('cl_ord_id')];
      if (id !== null && byHand.delete(id)) return { error: [], result: { count: 1 } };
      const kept = book.open().find((one) => one.txid === id || (clOrdId !== null && one.clOrdId === clOrdId));
      if (kept === undefined) return refuse('EOrder:Unknown order');
      book.cancel(kept);
      return { error: [], result: { count: 1 } };
    },
    cancelAll: () => ({ error: [], result: { count: cancelAll() } }),
    cancelAllOrdersAfter(form) {
      const timeout = Number.parseInt(form.get('timeout') ?? '', 10);
      if (!(timeout >= 0 && timeout < 86_400)) return refuse('EGeneral:Invalid arguments:timeout');
      triggerAtMs = timeout === 0 ? null : nowMs + timeout * 1_000;
      const triggerTime = triggerAtMs === null ? '0' : iso(triggerAtMs);
      return { error: [], result: { currentTime: iso(nowMs), triggerTime } };
    },
  };

  function answer({ body, headers, method, path, query, ...rest }: ExchangeRequest): Answer {
    nowMs = rest.nowMs;
    if (triggerAtMs !== null && nowMs >= triggerAtMs) {
      triggerAtMs = null;
      cancelAll();
    }
    const [, version, kind, name = ''] = path.split('/');
    if (version !== '0' || (kind === 'private') !== (method === 'POST')) return refuse('EGeneral:Unknown method');
    if (kind === 'public')
      return publicly[inCamelCase(name)]?.(new URLSearchParams(query)) ?? refuse('EGeneral:Unknown method');
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return refuse('EGeneral:Invalid arguments');
    const form = new URLSearchParams(body);
    const key = authenticate({ body, headers, method, path, query, ...rest }, form, keys);
    if (typeof key === 'string') return refuse(key);
    return privately[inCamelCase(name)]?.(form, key) ?? refuse('EGeneral:Unknown method');
  }

  const exchange: KrakenExchange = {
    origins: ['https://api.kraken.com'],
    book,
    keys,
    byHand,
    status: 'online',
    warning: null,
    echoKeys: ['cl_ord_id', 'txid'],
    isMutating: ({ path }) => /\/(AddOrder|CancelOrder|CancelAll|CancelAllOrdersAfter)$/.test(path),
    lag: (endpoint, answers) => void lags.set(endpoint, answers),
    handle(request): ExchangeAnswer {
      const told = answer(request);
      if (exchange.warning === null || told.error.length > 0) return { status: 200, body: told };
      return { status: 200, body: { ...told, error: [exchange.warning] } };
    },
  };
  return exchange;
}

/** 'AddOrder' as the name of what answers it; nothing for a name that does not begin with a capital. */
function inCamelCase(name: string): string {
  return /^[A-Z]/.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : '';
}

/** What 0.01 is in units of 10^-8, and so on. */
export function unitsOf(text: Parameters<typeof toUnits>[0]): bigint {
  return toUnits(text, 8) ?? 0n;
}

function iso(ms: number): string {
  return new Date(Math.floor(ms / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
}
