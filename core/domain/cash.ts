/** Money of a state that an exchange here may quote a market in. */
const currencies = [
  ...['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'AED', 'TRY', 'BRL', 'MXN', 'ARS', 'COP'],
  ...['ZAR', 'PLN', 'CZK', 'RON', 'UAH', 'SEK', 'NOK', 'DKK', 'INR', 'IDR', 'KRW'],
] as const;

/** Coins that are issued to be worth one unit of such a currency, and that an exchange here may quote a market in. */
const stableCoins = [
  ...['USDT', 'USDC', 'DAI', 'USDS', 'FDUSD', 'TUSD', 'PYUSD', 'USDP', 'GUSD', 'RLUSD', 'USDG', 'USD1', 'USDQ', 'USDR'],
  ...['EURC', 'EURI', 'EURT', 'EURQ', 'EURR', 'AEUR'],
] as const;

const cash: ReadonlySet<string> = new Set([...currencies, ...stableCoins]);

/**
 * Whether an asset, by the name an exchange gives it, is money that one gets out into: a currency, or a coin that is issued to be worth one.
 * Whatever is not known is none. It says nothing of what one is worth: no two are ever taken as equal.
 */
export function isCash(asset: string): boolean {
  return cash.has(asset.toUpperCase());
}
