import { assetScale, type MarketSpec, practiceMarkets } from '../../../core/practice/market-spec.ts';

/** A market as Kraken lists it, traded on the practice exchange's engine under another name. */
export interface Listing {
  readonly id: string;
  readonly altname: string;
  readonly wsname: string;
  /** Asset names by Kraken's old way of naming. */
  readonly base: string;
  readonly quote: string;
  readonly priceDecimals: number;
  readonly lotDecimals: number;
  readonly orderMin: string;
  readonly costMin: string;
  readonly spec: MarketSpec;
}

function specOf(symbol: string): MarketSpec {
  const spec = practiceMarkets.find((one) => one.symbol === symbol);
  if (spec === undefined) throw new Error(`no such market: ${symbol}`);
  return spec;
}

/** Kraken's BTC/USD, ETH/USD and SOL/USD; the engine's USDT stands for US dollars. */
export const listings: readonly Listing[] = [
  {
    id: 'XXBTZUSD',
    altname: 'XBTUSD',
    wsname: 'XBT/USD',
    base: 'XXBT',
    quote: 'ZUSD',
    priceDecimals: 2,
    lotDecimals: 5,
    orderMin: '0.00005',
    costMin: '0.5',
    spec: specOf('BTC/USDT'),
  },
  {
    id: 'XETHZUSD',
    altname: 'ETHUSD',
    wsname: 'ETH/USD',
    base: 'XETH',
    quote: 'ZUSD',
    priceDecimals: 2,
    lotDecimals: 4,
    orderMin: '0.002',
    costMin: '0.5',
    spec: specOf('ETH/USDT'),
  },
  {
    id: 'SOLUSD',
    altname: 'SOLUSD',
    wsname: 'SOL/USD',
    base: 'SOL',
    quote: 'ZUSD',
    priceDecimals: 2,
    lotDecimals: 3,
    orderMin: '0.02',
    costMin: '0.5',
    spec: specOf('SOL/USDT'),
  },
];

/** The engine's assets by Kraken's name, and Kraken's other name for each. */
export const assetNames: readonly { readonly name: string; readonly altname: string; readonly engine: string }[] = [
  { name: 'XXBT', altname: 'XBT', engine: 'BTC' },
  { name: 'XETH', altname: 'ETH', engine: 'ETH' },
  { name: 'SOL', altname: 'SOL', engine: 'SOL' },
  { name: 'ZUSD', altname: 'USD', engine: 'USDT' },
];

/** The listing that a request names by id or altname; null for none. */
export function listed(name: string): Listing | null {
  return listings.find(({ id, altname }) => id === name || altname === name) ?? null;
}

/** An entry of AssetPairs, with Kraken's own tiers of 2024. */
export function pairEntry(listing: Listing): Record<string, unknown> {
  const { altname, wsname, base, quote, priceDecimals, lotDecimals, orderMin, costMin } = listing;
  return {
    altname,
    wsname,
    aclass_base: 'currency',
    base,
    aclass_quote: 'currency',
    quote,
    lot: 'unit',
    cost_decimals: 5,
    pair_decimals: priceDecimals,
    lot_decimals: lotDecimals,
    lot_multiplier: 1,
    leverage_buy: [2, 3, 4, 5],
    leverage_sell: [2, 3, 4, 5],
    fees: [
      [0, 0.26],
      [50000, 0.24],
      [100000, 0.22],
    ],
    fees_maker: [
      [0, 0.16],
      [50000, 0.14],
      [100000, 0.12],
    ],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: orderMin,
    costmin: costMin,
    tick_size: `0.${'1'.padStart(priceDecimals, '0')}`,
    status: 'online',
    long_position_limit: 300,
    short_position_limit: 250,
  };
}

/** Units of 10^-8 with so many decimals, the rest cut off as Kraken does. */
export function cut(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(assetScale + 1, '0');
  return `${digits.slice(0, -assetScale)}.${digits.slice(-assetScale).slice(0, decimals)}`;
}

/** Kraken's numbering: a letter and fifteen more, in three groups. */
export function txid(letter: 'O' | 'T', number: number): string {
  const text = `${letter}${number.toString(36).toUpperCase().padStart(16, '0')}`;
  return `${text.slice(0, 6)}-${text.slice(6, 11)}-${text.slice(11, 17)}`;
}
