import { type DecimalText, decimal, decimalsOf, toUnits } from '../domain/money.ts';

/** Every asset is kept in whole units of 10^-8, as Binance's own figures are. */
export const assetScale = 8;
const one = 10n ** BigInt(assetScale);

/** One market of the practice exchange. Prices are whole ticks, amounts whole lots. */
export interface MarketSpec {
  readonly symbol: string;
  /** The name on the wire: 'BTCUSDT'. */
  readonly venueName: string;
  readonly base: string;
  readonly quote: string;
  readonly tickSize: DecimalText;
  readonly lotSize: DecimalText;
  readonly minNotional: DecimalText;
  /** Base units of 10^-8 in one lot. */
  readonly lotUnits: bigint;
  /** Quote units of 10^-8 for one lot at one tick; exact by choice of the sizes. */
  readonly quoteUnitsPerTickLot: bigint;
}

function market(base: string, quote: string, tickSize: string, lotSize: string, minNotional: string): MarketSpec {
  const tick = decimal(tickSize);
  const lot = decimal(lotSize);
  const tickUnits = toUnits(tick, assetScale);
  const lotUnits = toUnits(lot, assetScale);
  if (tickUnits === null || lotUnits === null || (tickUnits * lotUnits) % one !== 0n) {
    throw new Error(`${base}/${quote}: a lot at a tick must be a whole number of quote units`);
  }
  return {
    symbol: `${base}/${quote}`,
    venueName: `${base}${quote}`,
    base,
    quote,
    tickSize: tick,
    lotSize: lot,
    minNotional: decimal(minNotional),
    lotUnits,
    quoteUnitsPerTickLot: (tickUnits * lotUnits) / one,
  };
}

/** The markets of the practice exchange, with the filters that Binance has for them. */
export const practiceMarkets: readonly MarketSpec[] = [
  market('BTC', 'USDT', '0.01', '0.00001', '5'),
  market('ETH', 'USDT', '0.01', '0.0001', '5'),
  market('SOL', 'USDT', '0.01', '0.001', '5'),
  market('XRP', 'ETH', '0.00000001', '1', '0.001'),
];

/** The market of this wire name, or null. */
export function marketNamed(venueName: string): MarketSpec | null {
  return practiceMarkets.find((spec) => spec.venueName === venueName) ?? null;
}

/** A price as whole ticks, or null when it is not one. */
export function toTicks(price: DecimalText, spec: MarketSpec): bigint | null {
  return toSteps(price, spec.tickSize);
}

/** An amount as whole lots, or null when it is not one. */
export function toLots(amount: DecimalText, spec: MarketSpec): bigint | null {
  return toSteps(amount, spec.lotSize);
}

function toSteps(value: DecimalText, step: DecimalText): bigint | null {
  const scale = Math.max(decimalsOf(step), decimalsOf(value));
  const units = toUnits(value, scale) ?? 0n;
  const stepUnits = toUnits(step, scale) ?? 1n;
  return units % stepUnits === 0n ? units / stepUnits : null;
}

/** Units of 10^-8 as Binance writes them: always eight decimals. */
export function wireAmount(units: bigint): string {
  const digits = units.toString().padStart(assetScale + 1, '0');
  return `${digits.slice(0, -assetScale)}.${digits.slice(-assetScale)}`;
}

/** Whole ticks as a price on the wire. */
export function wirePrice(ticks: bigint, spec: MarketSpec): string {
  return wireAmount(ticks * (toUnits(spec.tickSize, assetScale) ?? 0n));
}

/** Whole lots as an amount on the wire. */
export function wireLots(lots: bigint, spec: MarketSpec): string {
  return wireAmount(lots * spec.lotUnits);
}

/** What `lots` cost at `ticks`, in quote units of 10^-8, exactly. */
export function quoteUnits(ticks: bigint, lots: bigint, spec: MarketSpec): bigint {
  return ticks * lots * spec.quoteUnitsPerTickLot;
}
