import type { Clock } from '../../ports.ts';
import type { HaltControl } from '../halt.ts';

const periodMs = 5_000;

/** What tells whether a market is alive. */
export interface StaleMarketDeps {
  readonly halt: Pick<HaltControl, 'engage' | 'resolve'>;
  readonly clock: Clock;
  /** The markets in which orders are open. */
  readonly openSymbols: () => readonly string[];
  /** Hears the symbol of each update until the answer is called. */
  readonly onUpdate: (listener: (symbol: string) => void) => () => void;
  readonly mostMs: () => number;
}

/**
 * Halts when nothing was heard for too long from a market in which orders are open: they can no longer be watched. The cause counts as
 * gone when the market speaks again. The answer stops watching.
 */
export function haltOnStaleMarket({ halt, clock, openSymbols, onUpdate, mostMs }: StaleMarketDeps): () => void {
  const startedMs = clock.monotonicMs();
  const heardMs = new Map<string, number>();
  const stale = new Set<string>();
  const stopHearing = onUpdate((symbol) => {
    heardMs.set(symbol, clock.monotonicMs());
    if (stale.delete(symbol) && stale.size === 0) halt.resolve('market-stale');
  });
  const stopLooking = clock.every(periodMs, () => {
    for (const symbol of new Set(openSymbols())) {
      const quietMs = clock.monotonicMs() - (heardMs.get(symbol) ?? startedMs);
      if (quietMs <= mostMs() || stale.has(symbol)) continue;
      stale.add(symbol);
      halt.engage({
        source: 'automatic',
        code: 'market-stale',
        text: `Nothing was heard from ${symbol} for ${Math.round(quietMs / 1000)} s while orders are open there`,
      });
    }
  });
  return () => {
    stopHearing();
    stopLooking();
  };
}
