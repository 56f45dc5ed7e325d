import { isCash } from '../domain/cash.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { quoteOf } from '../policy/assets.ts';

/**
 * What an order does to exposure on a spot market. Only a sale for money reduces: what is received is a currency or a coin that is issued
 * to be worth one (see `isCash`). Every buy opens, and so does a sale for another coin: who sells ETH for BTC has as much more of the one as
 * less of the other. A quote asset that is not known is no money: when in doubt it opens.
 */
export function exposureOf({ side, symbol }: Pick<OrderIntent, 'side' | 'symbol'>): 'open' | 'reduce' {
  return side === 'sell' && isCash(quoteOf(symbol) ?? '') ? 'reduce' : 'open';
}
