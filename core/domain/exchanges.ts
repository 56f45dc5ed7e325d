/** The exchanges that can be traded on, by the names of policies and orders. Every other one can only be looked at. */
export const exchangeNames = ['binance', 'kraken', 'coinbase'] as const;
/** One of the exchanges that can be traded on. */
export type ExchangeName = (typeof exchangeNames)[number];

/** What CUSTODY.md asks of a key of an exchange ("Per-Exchange Configuration"). */
export interface ExchangeFacts {
  readonly name: ExchangeName;
  readonly title: string;
  /** The permissions it recommends, in its words. */
  readonly permissions: string;
  readonly ipRestriction: 'yes' | 'limited';
  readonly rotationDays: number;
}

/** What is known of each exchange beforehand. */
export const exchanges: Readonly<Record<ExchangeName, ExchangeFacts>> = {
  binance: {
    name: 'binance',
    title: 'Binance',
    permissions: 'Spot trading only, no futures',
    ipRestriction: 'yes',
    rotationDays: 90,
  },
  kraken: {
    name: 'kraken',
    title: 'Kraken',
    permissions: 'Create/cancel orders only',
    ipRestriction: 'yes',
    rotationDays: 90,
  },
  coinbase: {
    name: 'coinbase',
    title: 'Coinbase',
    permissions: 'Trade permission only',
    ipRestriction: 'limited',
    rotationDays: 90,
  },
};

/** Where each exchange is asked: nothing of it is asked anywhere else. */
export const exchangeOrigins: Readonly<Record<ExchangeName, string>> = {
  binance: 'https://api.binance.com',
  kraken: 'https://api.kraken.com',
  coinbase: 'https://api.coinbase.com',
};

/** The exchange of this name; null for one that cannot be traded on. */
export function findExchange(name: string): ExchangeFacts | null {
  return Object.hasOwn(exchanges, name) ? exchanges[name as ExchangeName] : null;
}
