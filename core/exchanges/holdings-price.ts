import type { Market } from '../contract/shapes.ts';
import { type DecimalText, decimal, divide, isPositive, multiply } from '../domain/money.ts';

/** What one unit of an asset is worth in a currency somewhere, and by which markets, such as 'Kraken SOL/EUR'. */
export interface UnitPrice {
  readonly price: DecimalText;
  readonly from: string;
}

/** A place that has markets, and tells the middle of one. */
export interface PricePlace {
  readonly title: string;
  readonly markets: readonly Pick<Market, 'symbol' | 'base' | 'quote'>[];
  /** In quote per base; null where it is not known now. */
  middle(symbol: string): Promise<DecimalText | null>;
}

const one = decimal('1');
const scale = 12;

/**
 * What one unit of `asset` is worth in `currency` by the markets of one place: at its market with the currency, whichever way it is
 * written, else over one asset between them. No two assets are ever taken as equal, stable coins neither: where no market leads from one to
 * the other there is no price. Rounded down at twelve decimals where a price has to be turned around.
 */
export async function priceAt(place: PricePlace, asset: string, currency: string): Promise<UnitPrice | null> {
  if (asset === currency) return { price: one, from: currency };
  const direct = await step(place, asset, currency);
  if (direct !== null) return { price: direct.price, from: `${place.title} ${direct.symbol}` };
  for (const between of neighbours(place, asset)) {
    if (!neighbours(place, between).includes(currency)) continue;
    const first = await step(place, asset, between);
    const second = first === null ? null : await step(place, between, currency);
    if (first === null || second === null) continue;
    const from = `${place.title} ${first.symbol}, ${second.symbol}`;
    return { price: multiply(first.price, second.price), from };
  }
  return null;
}

/** The first price that one of the places knows, in their order. */
export async function priceOf(
  places: readonly PricePlace[],
  asset: string,
  currency: string,
): Promise<UnitPrice | null> {
  for (const place of places) {
    const found = await priceAt(place, asset, currency);
    if (found !== null) return found;
  }
  return null;
}

async function step(
  place: PricePlace,
  from: string,
  to: string,
): Promise<{ readonly price: DecimalText; readonly symbol: string } | null> {
  const straight = place.markets.find(({ base, quote }) => base === from && quote === to);
  if (straight !== undefined) {
    const price = await place.middle(straight.symbol);
    return price !== null && isPositive(price) ? { price, symbol: straight.symbol } : null;
  }
  const turned = place.markets.find(({ base, quote }) => base === to && quote === from);
  const middle = turned === undefined ? null : await place.middle(turned.symbol);
  if (turned === undefined || middle === null || !isPositive(middle)) return null;
  return { price: divide(one, middle, scale, 'down'), symbol: turned.symbol };
}

/** What an asset can be changed into in one step, in the order of the markets. */
function neighbours(place: PricePlace, asset: string): readonly string[] {
  return place.markets.flatMap(({ base, quote }) => (base === asset ? [quote] : quote === asset ? [base] : []));
}
