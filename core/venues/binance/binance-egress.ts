import type { Allowed } from '../guarded-fetch.ts';

const binance = 'https://api.binance.com';
const get = (path: string): Allowed => ({ method: 'GET', origin: binance, path });

/** What an inspector may ask of Binance. https://developers.binance.com/docs/binance-spot-api-docs/rest-api */
export const binanceInspectorEgress: readonly Allowed[] = [
  get('/api/v3/time'),
  get('/api/v3/exchangeInfo'),
  get('/api/v3/depth'),
  get('/api/v3/account'),
  get('/api/v3/openOrders'),
  get('/api/v3/order'),
  get('/api/v3/myTrades'),
  get('/sapi/v1/asset/tradeFee'),
];

/** What a canceller may ask: an inspector's list and cancelling one order. */
export const binanceCancellerEgress: readonly Allowed[] = [
  ...binanceInspectorEgress,
  { method: 'DELETE', origin: binance, path: '/api/v3/order' },
];

/** What an order client may ask: placing one order, and nothing else. */
export const binanceOrderEgress: readonly Allowed[] = [{ method: 'POST', origin: binance, path: '/api/v3/order' }];
