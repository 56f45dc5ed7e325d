import type { ExchangeRequest } from '../exchange-server.ts';
import { isSigned } from './api-sign.ts';

/** A key of the test exchange. Times are seconds as text, '0' for none. */
export interface KrakenKey {
  readonly apiKey: string;
  readonly secret: string;
  readonly name: string;
  permissions: string[];
  ipAllowlist: string[];
  createdTime: string;
  validUntil: string;
  queryFrom: string;
  queryTo: string;
  /** The last nonce that was taken. */
  nonce: bigint;
}

/** A key for trading alone, with all that must be read. The secret is the one of Kraken's own example, published in its documentation. */
export function tradingKey(): KrakenKey {
  return {
    apiKey: 'KrakenTestKeyKrakenTestKeyKrakenTestKeyKrakenTestKey0001',
    secret: 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==',
    name: 'Portcullis',
    permissions: ['query-funds', 'query-open-trades', 'query-closed-trades', 'modify-trades', 'close-trades'],
    ipAllowlist: ['203.0.113.7'],
    createdTime: '1767225600',
    validUntil: '0',
    queryFrom: '0',
    queryTo: '0',
    nonce: 0n,
  };
}

/** Any of which each endpoint needs. https://docs.kraken.com/exchange/guides/rest/api-keys */
const needs: Readonly<Record<string, readonly string[]>> = {
  Balance: ['query-funds'],
  BalanceEx: ['query-funds'],
  TradeVolume: ['query-funds'],
  OpenOrders: ['query-open-trades'],
  ClosedOrders: ['query-closed-trades'],
  QueryOrders: ['query-open-trades', 'query-closed-trades'],
  QueryTrades: ['query-closed-trades'],
  TradesHistory: ['query-closed-trades'],
  AddOrder: ['modify-trades'],
  CancelOrder: ['modify-trades', 'close-trades'],
  CancelAll: ['modify-trades', 'close-trades'],
  CancelAllOrdersAfter: ['modify-trades', 'close-trades'],
  GetApiKeyInfo: [],
};

/** The key that signed a private request, or Kraken's code: a key, a signature under its secret, a nonce above its last, a permission. */
export function authenticate(
  request: ExchangeRequest,
  form: URLSearchParams,
  keys: readonly KrakenKey[],
): KrakenKey | string {
  const endpoint = request.path.slice('/0/private/'.length);
  const key = keys.find(({ apiKey }) => apiKey === request.headers['api-key']);
  if (key === undefined) return 'EAPI:Invalid key';
  const nonce = form.get('nonce') ?? '';
  const signature = String(request.headers['api-sign'] ?? '');
  if (!isSigned(request.path, nonce, request.body, key.secret, signature)) return 'EAPI:Invalid signature';
  if (!/^\d{1,20}$/.test(nonce) || BigInt(nonce) <= key.nonce) return 'EAPI:Invalid nonce';
  key.nonce = BigInt(nonce);
  const needed = needs[endpoint];
  if (needed === undefined) return 'EGeneral:Unknown method';
  return needed.length === 0 || needed.some((one) => key.permissions.includes(one))
    ? key
    : 'EGeneral:Permission denied';
}

/** What GetApiKeyInfo tells of a key. https://docs.kraken.com/api-reference/account-data/get-api-key-info */
export function keyInfo(key: KrakenKey): Record<string, unknown> {
  const { apiKey, createdTime, ipAllowlist, name, nonce, permissions, queryFrom, queryTo, validUntil } = key;
  return {
    apiKeyName: name,
    apiKey,
    nonce: String(nonce),
    nonceWindow: 0,
    permissions,
    iban: 'AA89 N84G QWER TYUI',
    validUntil,
    queryFrom,
    queryTo,
    createdTime,
    modifiedTime: createdTime,
    ipAllowlist,
    lastUsed: createdTime,
  };
}
