import type { OrderIntent } from '../domain/intent.ts';

/** What an order does to exposure on a spot market: a buy opens, a sell goes back toward the quote asset. */
export function exposureOf(side: OrderIntent['side']): 'open' | 'reduce' {
  return side === 'sell' ? 'reduce' : 'open';
}
