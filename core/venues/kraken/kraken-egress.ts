import { exchangeOrigins } from '../../domain/exchanges.ts';
import { type Allowed, marketsMostBytes } from '../guarded-fetch.ts';

/** Where Kraken's spot API is. */
export const krakenOrigin = exchangeOrigins.kraken;
const open = (name: string): Allowed => ({ method: 'GET', origin: krakenOrigin, path: `/0/public/${name}` });
const signed = (name: string): Allowed => ({ method: 'POST', origin: krakenOrigin, path: `/0/private/${name}` });

/** Reads Kraken's clock, which takes no key. */
export const krakenTimeEgress: readonly Allowed[] = [open('Time')];

/** What an inspector may ask of Kraken. Its private reads are POST. https://docs.kraken.com/api-reference */
export const krakenInspectorEgress: readonly Allowed[] = [
  open('Time'),
  open('SystemStatus'),
  { ...open('AssetPairs'), mostBytes: marketsMostBytes },
  open('Assets'),
  open('Depth'),
  signed('BalanceEx'),
  signed('TradeVolume'),
  signed('OpenOrders'),
  signed('ClosedOrders'),
  signed('QueryOrders'),
  signed('QueryTrades'),
];

/** What a canceller may ask: an inspector's list and cancelling one order. */
export const krakenCancellerEgress: readonly Allowed[] = [...krakenInspectorEgress, signed('CancelOrder')];

/** What an order client may ask: placing one order, and nothing else. What became of it is read by an inspector. */
export const krakenOrderEgress: readonly Allowed[] = [signed('AddOrder')];

/** What a dead man's switch may ask. */
export const krakenDeadmanEgress: readonly Allowed[] = [signed('CancelAllOrdersAfter')];

/** What a key reader may ask: what its own key may do. */
export const krakenKeyEgress: readonly Allowed[] = [signed('GetApiKeyInfo')];

/** The requests that change something: all others of Kraken only read, though they are POST. */
export const krakenMutating: ReadonlySet<string> = new Set(
  ['AddOrder', 'CancelOrder', 'CancelAllOrdersAfter'].map((name) => signed(name).path),
);
