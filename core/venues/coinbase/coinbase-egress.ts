import { exchangeOrigins } from '../../domain/exchanges.ts';
import { type Allowed, marketsMostBytes } from '../guarded-fetch.ts';

/** Where Coinbase's Advanced Trade API is. */
export const coinbaseOrigin = exchangeOrigins.coinbase;
const at = (method: 'GET' | 'POST', path: string): Allowed => ({
  method,
  origin: coinbaseOrigin,
  path: `/api/v3/brokerage/${path}`,
});
const oneOrder = at('GET', 'orders/historical/{id}');

/** What an inspector may ask of Coinbase. https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/introduction */
export const coinbaseInspectorEgress: readonly Allowed[] = [
  at('GET', 'time'),
  { ...at('GET', 'market/products'), mostBytes: marketsMostBytes },
  { ...at('GET', 'products'), mostBytes: marketsMostBytes },
  at('GET', 'market/product_book'),
  at('GET', 'product_book'),
  at('GET', 'accounts'),
  at('GET', 'key_permissions'),
  at('GET', 'transaction_summary'),
  at('GET', 'orders/historical/batch'),
  at('GET', 'orders/historical/fills'),
  oneOrder,
];

/** What a canceller may ask: an inspector's list and cancelling orders by their ids. */
export const coinbaseCancellerEgress: readonly Allowed[] = [
  ...coinbaseInspectorEgress,
  at('POST', 'orders/batch_cancel'),
];

/** What an order client may ask: placing one order, and reading it, because the answer to placing repeats nothing of it that is sure. */
export const coinbaseOrderEgress: readonly Allowed[] = [at('POST', 'orders'), oneOrder];

/** What a key reader may ask: what its own key may do. */
export const coinbaseKeyEgress: readonly Allowed[] = [at('GET', 'key_permissions')];
