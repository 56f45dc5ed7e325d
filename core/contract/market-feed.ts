import type { Candle, MarketSnapshot, MarketUpdate } from './shapes.ts';

/** A running market as a screen watches it. What it says is never used for a decision: the gate asks the venue itself. */
export interface MarketFeed {
  /** The present state of one market, or null when it is not offered. */
  snapshot(symbol: string): MarketSnapshot | null;
  /** The last `limit` candles, oldest first, the running one included; null when the market is not offered. */
  candles(symbol: string, interval: '1m' | '5m' | '15m' | '1h', limit: number): readonly Candle[] | null;
  /** Hears each change until the answer is called. */
  subscribe(listener: (update: MarketUpdate) => void): () => void;
}

/** A hint that something of the account's changed at the venue; what exactly is then asked of the venue. */
export interface AccountHint {
  readonly symbol: string;
  readonly clientOrderId: string;
}

/** Hears hints until the answer is called. */
export type AccountHints = (listener: (hint: AccountHint) => void) => () => void;
