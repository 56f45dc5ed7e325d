import type { AmountsByAsset } from './limits.ts';

/** The quote asset of a market written BASE/QUOTE, in upper case; null when it is not written so. */
export function quoteOf(symbol: string | null): string | null {
  return assetsOf(symbol)?.[1] ?? null;
}

/** The base asset of a market written BASE/QUOTE, in upper case; null when it is not written so. */
export function baseOf(symbol: string | null): string | null {
  return assetsOf(symbol)?.[0] ?? null;
}

/** Amounts by asset as a person reads them; null where there are none. */
export function amountsInWords(amounts: AmountsByAsset | undefined): string | null {
  if (amounts === undefined || Object.keys(amounts).length === 0) return null;
  return Object.entries(amounts)
    .map(([asset, amount]) => `${amount} ${asset}`)
    .join(', ');
}

function assetsOf(symbol: string | null): readonly [string, string] | null {
  const match = /^([A-Z0-9]{1,20})\/([A-Z0-9]{1,20})(?::[A-Z0-9]{1,20})?$/.exec(symbol?.trim().toUpperCase() ?? '');
  return match?.[1] !== undefined && match[2] !== undefined ? [match[1], match[2]] : null;
}
