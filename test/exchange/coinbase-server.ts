import type { KeyObject } from 'node:crypto';
import { holdings } from '../../core/practice/accounts.ts';
import { wireAmount } from '../../core/practice/market-spec.ts';
import { isOpen } from '../../core/practice/practice-order.ts';
import { type CoinbaseBook, coinbaseProducts, createCoinbaseBook, type Kept } from './coinbase/coinbase-book.ts';
import { plain, wireBook, wireFill, wireOrder, wireProduct, wireStatus } from './coinbase/coinbase-wire.ts';
import { authenticate, type CoinbaseKey, newEcdsaKey } from './coinbase/jwt.ts';
import { readAsked } from './coinbase/read-asked.ts';
import type { Exchange, ExchangeAnswer, ExchangeRequest } from './exchange-server.ts';

/** Coinbase Advanced Trade on the practice exchange's engine, with one account and real signatures. */
export interface CoinbaseExchange extends Exchange {
  readonly book: CoinbaseBook;
  readonly key: CoinbaseKey;
  /** What key_permissions answers; a key without trading is refused orders. */
  permissions: Record<string, unknown>;
  /** The most orders, fills or accounts on one page. */
  pageSize: number;
  /** Takes another key of the account. */
  admit(key: CoinbaseKey): void;
  /** Takes a key away, at once. */
  revoke(apiKey: string): void;
  /** Why requests were not authenticated, oldest first. */
  readonly unauthenticated: readonly string[];
}

const base = '/api/v3/brokerage';
const answer = (body: unknown, status = 200): ExchangeAnswer => ({ status, body });
const error = (status: number, code: string, message: string): ExchangeAnswer =>
  answer({ error: code, error_details: message, message }, status);
const refusal = (reason: string): ExchangeAnswer => {
  const preview = reason === 'INSUFFICIENT_FUND' ? 'PREVIEW_INSUFFICIENT_FUND' : 'UNKNOWN_PREVIEW_FAILURE_REASON';
  const response = { error: reason, message: '', error_details: '', preview_failure_reason: preview };
  return answer({ success: false, error_response: response, order_configuration: {} });
};
const placeReasons = {
  'duplicate-client-id': 'DUPLICATE_CLIENT_ORDER_ID',
  'would-take': 'INVALID_LIMIT_PRICE_POST_ONLY',
  'would-trigger': 'PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE',
  'below-one-lot': 'PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL',
  'insufficient-balance': 'INSUFFICIENT_FUND',
} as const;

/** A new one; its account holds 100,000 USD, 5 BTC and 50 ETH. */
export function createCoinbaseExchange(nowMs: () => number = Date.now): CoinbaseExchange {
  const book = createCoinbaseBook(nowMs);
  const key = newEcdsaKey();
  const keys = new Map<string, KeyObject>([[key.apiKey, key.publicKey]]);
  const unauthenticated: string[] = [];

  const exchange: CoinbaseExchange = {
    origins: ['https://api.coinbase.com'],
    echoKeys: ['client_order_id'],
    rateLimited: (status) => ({
      ...answer({ errors: [{ id: 'rate_limit_exceeded', message: 'Too many requests' }] }, status),
      headers: { 'retry-after': '2' },
    }),
    book,
    key,
    pageSize: 250,
    unauthenticated,
    permissions: {
      can_view: true,
      can_trade: true,
      can_transfer: false,
      portfolio_uuid: '3bb7a907-e3c3-4a1b-8f1d-1f6f1c1cbf0a',
      portfolio_type: 'DEFAULT',
    },
    admit: ({ apiKey, publicKey }) => void keys.set(apiKey, publicKey),
    revoke: (apiKey) => void keys.delete(apiKey),
    handle(request) {
      const { method, path } = request;
      const open = method === 'GET' ? publicAnswer(request) : null;
      if (open !== null) return open;
      const target = `${method} api.coinbase.com${path}`;
      const who = authenticate(request.headers.authorization, target, keys, request.nowMs);
      if (typeof who !== 'string') return privateAnswer(exchange, request);
      unauthenticated.push(who);
      return { status: 401, headers: { 'content-type': 'text/plain' }, body: 'Unauthorized\n' };
    },
  };

  function publicAnswer({ nowMs: atMs, path, query }: ExchangeRequest): ExchangeAnswer | null {
    switch (path) {
      case `${base}/time`:
        return answer({
          iso: new Date(atMs).toISOString(),
          epochSeconds: String(Math.floor(atMs / 1_000)),
          epochMillis: String(atMs),
        });
      case `${base}/market/products`:
        return productList();
      case `${base}/market/product_book`:
        return productBook(book, new URLSearchParams(query), atMs);
      default:
        return null;
    }
  }
  return exchange;
}

function productList(): ExchangeAnswer {
  const products = coinbaseProducts.map((one) =>
    wireProduct(
      one,
      coinbaseProducts.filter(({ alias }) => alias === one.id).map(({ id }) => id),
    ),
  );
  return answer({ products, num_products: products.length, pagination: null });
}

/** Asked for an alias, Coinbase tells of the product whose book it is. */
function productBook(book: CoinbaseBook, parameters: URLSearchParams, atMs: number): ExchangeAnswer {
  const one = coinbaseProducts.find(({ id }) => id === parameters.get('product_id'));
  if (one === undefined) return error(404, 'NOT_FOUND', 'valid product_id is required');
  const levels = wireBook(book, one.spec, Number(parameters.get('limit') ?? 1_000));
  return answer({ pricebook: { product_id: one.alias || one.id, ...levels, time: new Date(atMs).toISOString() } });
}

function privateAnswer(
  exchange: CoinbaseExchange,
  { body, method, nowMs, path, query }: ExchangeRequest,
): ExchangeAnswer {
  const { book, pageSize, permissions } = exchange;
  const parameters = new URLSearchParams(query);
  if (method === 'POST') {
    if (permissions.can_trade !== true) return error(403, 'PERMISSION_DENIED', 'Missing required scopes');
    const given = JSON.parse(body) as Readonly<Record<string, unknown>>;
    if (path === `${base}/orders`) return place(book, given);
    if (path === `${base}/orders/batch_cancel`) return cancel(book, given.order_ids as readonly string[]);
    return error(404, 'NOT_FOUND', 'no such endpoint');
  }
  switch (path) {
    case `${base}/products`:
      return productList();
    case `${base}/product_book`:
      return productBook(book, parameters, nowMs);
    case `${base}/key_permissions`:
      return answer(permissions);
    case `${base}/transaction_summary`:
      return answer({
        total_volume: 0,
        fee_tier: { pricing_tier: 'Advanced 1', maker_fee_rate: '0.006', taker_fee_rate: '0.012' },
      });
    case `${base}/accounts`:
      return paged('accounts', accounts(book), parameters, pageSize);
    case `${base}/orders/historical/batch`:
      return listOrders(book, parameters, pageSize);
    case `${base}/orders/historical/fills`: {
      const kept = book.orders.get(parameters.get('order_id') ?? '');
      const fills = [...(kept === undefined ? [] : kept.fills)].reverse();
      return paged('fills', kept === undefined ? [] : fills.map((fill) => wireFill(kept, fill)), parameters, pageSize);
    }
  }
  const kept = book.orders.get(path.slice(`${base}/orders/historical/`.length));
  return kept === undefined
    ? error(404, 'NOT_FOUND', 'order with this orderID was not found')
    : answer({ order: wireOrder(kept) });
}

/** A client order id that was used before names the order from then, beside what this request asks for (coinbase-advanced-py #49). */
function place(book: CoinbaseBook, given: Readonly<Record<string, unknown>>): ExchangeAnswer {
  const asked = readAsked(given);
  if (typeof asked === 'string') return refusal(asked);
  const kept: Kept | keyof typeof placeReasons = book.byClientId(asked.clientOrderId) ?? book.place(asked);
  if (typeof kept === 'string') return refusal(placeReasons[kept]);
  const { client_order_id, order_configuration, product_id, side } = given;
  return answer({
    success: true,
    failure_reason: 'UNKNOWN_FAILURE_REASON',
    order_id: kept.orderId,
    success_response: { order_id: kept.orderId, product_id, side, client_order_id },
    order_configuration,
  });
}

function cancel(book: CoinbaseBook, orderIds: readonly string[]): ExchangeAnswer {
  const results = orderIds.map((orderId) => {
    const kept = book.orders.get(orderId);
    const success = kept !== undefined && isOpen(kept.order);
    if (success) book.cancel(kept);
    const reason = success ? 'UNKNOWN_CANCEL_FAILURE_REASON' : 'UNKNOWN_CANCEL_ORDER';
    return { success, failure_reason: reason, order_id: orderId };
  });
  return answer({ results });
}

function accounts(book: CoinbaseBook): readonly Record<string, unknown>[] {
  return holdings(book.account).map(({ asset, free, held }, index) => {
    const currency = asset === 'USDT' ? 'USD' : asset;
    return {
      uuid: `8bfc20d7-f7c6-4422-bf07-8243ca4169f${index}`,
      name: `${currency} Wallet`,
      currency,
      available_balance: { value: plain(wireAmount(free)) || '0', currency },
      default: true,
      active: true,
      created_at: '2021-05-31T09:59:59Z',
      updated_at: '2024-01-15T10:30:00Z',
      deleted_at: null,
      type: currency === 'USD' ? 'ACCOUNT_TYPE_FIAT' : 'ACCOUNT_TYPE_CRYPTO',
      ready: true,
      hold: { value: plain(wireAmount(held)) || '0', currency },
    };
  });
}

/** OPEN goes with no other status, and its orders are told whenever they were made. */
function listOrders(book: CoinbaseBook, parameters: URLSearchParams, pageSize: number): ExchangeAnswer {
  const statuses = parameters.getAll('order_status');
  if (statuses.length > 1 && statuses.includes('OPEN')) {
    return error(400, 'INVALID_ARGUMENT', 'cannot pair OPEN orders with other order types');
  }
  const fromMs = Date.parse(parameters.get('start_date') ?? '1970-01-01T00:00:00.000Z');
  const orders = [...book.orders.values()]
    .filter(({ order }) => statuses.length === 0 || statuses.includes(wireStatus(order)))
    .filter(({ order }) => isOpen(order) || order.createdAtMs >= fromMs)
    .reverse();
  return paged('orders', orders.map(wireOrder), parameters, pageSize);
}

function paged(
  name: 'orders' | 'fills' | 'accounts',
  all: readonly unknown[],
  parameters: URLSearchParams,
  pageSize: number,
): ExchangeAnswer {
  const from = Number(parameters.get('cursor') ?? 0);
  const to = from + Math.min(pageSize, Number(parameters.get('limit') ?? pageSize));
  const hasNext = to < all.length;
  const more = name === 'fills' ? {} : { has_next: hasNext };
  return answer({ [name]: all.slice(from, to), ...more, cursor: hasNext ? String(to) : '' });
}
