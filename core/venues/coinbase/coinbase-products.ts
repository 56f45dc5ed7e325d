import type { DecimalText } from '../../domain/money.ts';
import type { ProductFields } from './coinbase-answers.ts';

/** What of Coinbase's products is needed beside the markets, as last read; shared by all that read one connection. */
export interface CoinbaseProducts {
  /** The product whose book this one shares, itself where it has its own or is not known. */
  bookOf(productId: string): string;
  /** The step of base amounts; null for a product that is not known. */
  baseIncrement(productId: string): DecimalText | null;
  /** The step of quote amounts; null for a product that is not known. */
  quoteIncrement(productId: string): DecimalText | null;
  /** Takes over what a list says; products once known stay known. */
  learn(entries: readonly ProductFields[]): void;
}

/** Products of which nothing is known yet. */
export function createCoinbaseProducts(): CoinbaseProducts {
  const known = new Map<string, ProductFields>();
  return {
    bookOf(productId) {
      const alias = known.get(productId)?.alias ?? '';
      return alias === '' ? productId : alias;
    },
    baseIncrement: (productId) => known.get(productId)?.base_increment ?? null,
    quoteIncrement: (productId) => known.get(productId)?.quote_increment ?? null,
    learn(entries) {
      for (const entry of entries) known.set(entry.product_id, entry);
    },
  };
}

/** What Coinbase calls a market: 'BTC-USD' for 'BTC/USD'. */
export function productIdOf(symbol: string): string {
  return symbol.replace('/', '-');
}

/** Our name for a product: 'BTC/USD' for 'BTC-USD'. Products that are no pair, such as futures, keep Coinbase's name. */
export function symbolOf(productId: string): string {
  return /^[A-Z0-9]+-[A-Z0-9]+$/.test(productId) ? productId.replace('-', '/') : productId;
}
