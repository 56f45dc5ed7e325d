import { exchangeOrigins } from '../../domain/exchanges.ts';
import { type Allowed, marketsMostBytes } from '../guarded-fetch.ts';

/** Where Binance's spot API is. */
export const binanceOrigin = exchangeOrigins.binance;
const get = (path: string): Allowed => ({ method: 'GET', origin: binanceOrigin, path });

/** What an inspector may ask of Binance. https://developers.binance.com/docs/binance-spot-api-docs/rest-api */
export const binanceInspectorEgress: readonly Allowed[] = [
  get('/api/v3/time'),
  { ...get('/api/v3/exchangeInfo'), mostBytes: marketsMostBytes },
  get('/api/v3/depth'),
  get('/api/v3/account'),
  get('/api/v3/openOrders'),
  get('/api/v3/order'),
  get('/api/v3/myTrades'),
  get('/sapi/v1/asset/tradeFee'),
  get('/sapi/v1/system/status'),
];

/** What a canceller may ask: an inspector's list and cancelling one order. */
export const binanceCancellerEgress: readonly Allowed[] = [
  ...binanceInspectorEgress,
  { method: 'DELETE', origin: binanceOrigin, path: '/api/v3/order' },
];

/** What an order client may ask: placing one order, and nothing else. */
export const binanceOrderEgress: readonly Allowed[] = [
  { method: 'POST', origin: binanceOrigin, path: '/api/v3/order' },
];

/** What a key reader may ask: what the key may do, and nothing else. https://developers.binance.com/docs/wallet/account/api-key-permission */
export const binanceKeyReaderEgress: readonly Allowed[] = [get('/sapi/v1/account/apiRestrictions')];
