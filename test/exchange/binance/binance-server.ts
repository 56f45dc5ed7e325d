import { type ExchangeAnswer, type ExchangeServer, type ServeOptions, serveExchange } from '../exchange-server.ts';
import type { TrueOrder } from '../order-storm.ts';
import { openBinanceEngine } from './binance-engine.ts';
import { type BinanceKey, keyOf, missingRight, refusal, spotOnly } from './binance-keys.ts';
import { realSymbol } from './binance-symbols.ts';

/** Binance over HTTPS on 127.0.0.1: real signatures, keys with rights that end, and an order life cycle. */
export interface BinanceServer extends ExchangeServer {
  /** The account's keys; the first is `credentials`. */
  readonly keys: BinanceKey[];
  readonly credentials: BinanceKey;
  /** Another key of the same account. */
  addKey(apiKey: string, secret: string, rights?: Readonly<Record<string, unknown>>): BinanceKey;
  /** What it says of itself: 0 normal, 1 maintenance. */
  tellStatus(status: unknown): void;
  /** More markets than those that trade here. */
  list(symbols: readonly Readonly<Record<string, unknown>>[]): void;
  /** Open orders that somebody placed by hand, as openOrders tells them; they end when they are cancelled by the venue's id. */
  placeByHand(order: Readonly<Record<string, unknown>>): void;
  /** Lets 90 days go by over an order of the account that ended without a fill: from then on it is only said that it was there. */
  archive(clientOrderId: string): void;
  /** Somebody else rests an order of BTCUSDT, or takes (`price` null). */
  other(side: 'BUY' | 'SELL', quantity: string, price: string | null): Promise<void>;
  /** Every order of the account on BTCUSDT. */
  orders(): Promise<readonly TrueOrder[]>;
}

/** How to serve it. */
export interface BinanceServerOptions extends ServeOptions {
  readonly apiKey?: string;
  readonly secret?: string;
  /** The account's number, which GET /api/v3/account tells; null where it tells none. */
  readonly uid?: number | null;
}

/** The key of tests that need no other: worth nothing anywhere, and to be found nowhere else. */
export const testKey = { apiKey: 'test-binance-api-key-7c1e', secret: 'test-binance-secret-9b42' } as const;

/** Serves it. */
export async function serveBinance(options: BinanceServerOptions = {}): Promise<BinanceServer> {
  const { nowMs = Date.now, apiKey = testKey.apiKey, secret = testKey.secret, uid } = options;
  const engine = openBinanceEngine(nowMs());
  const credentials: BinanceKey = { apiKey, secret, rights: spotOnly, isRevoked: false };
  const keys = [credentials];
  const byHand: Readonly<Record<string, unknown>>[] = [];
  const archived = new Set<string | null>();
  let listed: readonly Readonly<Record<string, unknown>>[] = [];
  let status: unknown = 0;

  async function handleSigned(
    method: string,
    path: string,
    parameters: URLSearchParams,
    at: number,
  ): Promise<ExchangeAnswer> {
    const orderId = parameters.get('orderId');
    const index = byHand.findIndex((order) => String(order.orderId) === orderId);
    if (`${method} ${path}` === 'DELETE /api/v3/order' && index >= 0) {
      const [order] = byHand.splice(index, 1);
      return { status: 200, body: { ...order, origClientOrderId: order?.clientOrderId, status: 'CANCELED' } };
    }
    if (`${method} ${path}` === 'GET /api/v3/order' && archived.has(parameters.get('origClientOrderId'))) {
      const gone = 'Order was canceled or expired with no executed qty over 90 days ago and has been archived.';
      return refusal(400, -2026, gone);
    }
    const asked = parameters.get('symbol');
    if (`${method} ${path}` === 'GET /sapi/v1/asset/tradeFee' && listed.some(({ symbol }) => symbol === asked)) {
      return { status: 200, body: [{ symbol: asked, makerCommission: '0.001', takerCommission: '0.001' }] };
    }
    const answer = await engine.ask(method, path, parameters, at);
    if (`${method} ${path}` === 'GET /api/v3/openOrders' && Array.isArray(answer.body)) {
      return { ...answer, body: [...answer.body, ...byHand] };
    }
    if (`${method} ${path}` === 'GET /api/v3/account' && uid !== undefined && answer.status === 200) {
      const { uid: _, ...account } = answer.body as Readonly<Record<string, unknown>>;
      return { ...answer, body: uid === null ? account : { ...account, uid } };
    }
    return answer;
  }

  const server = await serveExchange(
    {
      origins: ['https://api.binance.com'],
      echoKeys: ['clientOrderId', 'origClientOrderId'],
      rateLimited: (http) => ({
        ...refusal(http, -1003, 'Too many requests; current limit of IP is 6000 requests per minute.'),
        headers: { 'retry-after': http === 418 ? '120' : '2' },
      }),
      async handle(request) {
        const { body, method, path, query } = request;
        const parameters = new URLSearchParams(`${query}${query !== '' && body !== '' ? '&' : ''}${body}`);
        const at = request.nowMs;
        switch (`${method} ${path}`) {
          case 'GET /sapi/v1/system/status':
            return { status: 200, body: { status, msg: status === 1 ? 'system_maintenance' : 'normal' } };
          case 'GET /api/v3/exchangeInfo':
            return withReal(await engine.ask(method, path, parameters, at), listed);
          case 'GET /api/v3/ping':
          case 'GET /api/v3/time':
          case 'GET /api/v3/depth':
          case 'GET /api/v3/trades':
            return engine.ask(method, path, parameters, at);
        }
        const key = keyOf(request, keys);
        if ('status' in key) return key;
        if (path === '/sapi/v1/account/apiRestrictions') return { status: 200, body: key.rights };
        for (const own of ['signature', 'timestamp', 'recvWindow']) parameters.delete(own);
        return missingRight(key, method) ?? handleSigned(method, path, parameters, at);
      },
    },
    options,
  );

  return {
    ...server,
    keys,
    credentials,
    addKey(anotherKey, anotherSecret, rights = spotOnly) {
      const key: BinanceKey = { apiKey: anotherKey, secret: anotherSecret, rights, isRevoked: false };
      keys.push(key);
      return key;
    },
    tellStatus(told) {
      status = told;
    },
    list(symbols) {
      listed = symbols;
    },
    placeByHand(order) {
      byHand.push(order);
    },
    archive: (clientOrderId) => void archived.add(clientOrderId),
    other: (side, quantity, price) => engine.other(side, quantity, price),
    orders: () => engine.orders('BTCUSDT'),
    async close() {
      await server.close();
      engine.close();
    },
  };
}

/** The markets in the real one's words: every filter there is, and those that only stand in the list. */
function withReal(answer: ExchangeAnswer, listed: readonly Readonly<Record<string, unknown>>[]): ExchangeAnswer {
  const { symbols = [], ...rest } = answer.body as { readonly symbols?: readonly Readonly<Record<string, unknown>>[] };
  const real = symbols.map((one) => {
    const own = one.filters as readonly Readonly<Record<string, unknown>>[];
    const { filters, ...shape } = realSymbol();
    const all = (filters as typeof own).map(
      (filter) => own.find(({ filterType }) => filterType === filter.filterType) ?? filter,
    );
    return { ...shape, ...one, filters: all };
  });
  return { ...answer, body: { ...rest, symbols: [...real, ...listed] } };
}
