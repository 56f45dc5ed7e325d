import type { MarketFeed } from '../contract/market-feed.ts';
import type { Balance, EquityPoint, Performance } from '../contract/shapes.ts';
import { type DecimalText, subtract } from '../domain/money.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import { createAverageCost, toPosition } from './average-cost.ts';
import { drawdownOf, type EquityLine, worthOf } from './equity.ts';
import type { Journal } from './journal.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const mostPoints = 2_000;
/** In which the line is kept, whatever else is asked for. */
const lineQuote = 'USDT';

/** How the account does, watched while trading is open. */
export interface PerformanceWatch {
  /** Positions, equity and its line since `fromMs` (default: the last 24 hours). Errors: those of reading the balances. */
  read(quote: string, fromMs: number | undefined): Promise<Result<Performance>>;
  stop(): void;
}

/** What it stands on. */
export interface PerformanceDeps {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly line: EquityLine;
  readonly feed: MarketFeed;
  readonly balances: () => Promise<Result<readonly Balance[]>>;
  readonly failed: (cause: unknown) => void;
}

/** Watches from now on, a point a minute. */
export function watchPerformance(deps: PerformanceDeps): PerformanceWatch {
  const { clock, journal, line } = deps;
  const lastPrice = (symbol: string): DecimalText | null => deps.feed.snapshot(symbol)?.ticker.last ?? null;

  let isStopped = false;

  async function keepPoint(): Promise<void> {
    const balances = await deps.balances();
    if (!balances.ok || isStopped) return;
    const { equity, unpriced } = worthOf(balances.value, lineQuote, lastPrice);
    // A point without one of the assets would look like a loss.
    if (unpriced.length === 0) line.keep(lineQuote, { atMs: clock.nowMs(), equity });
  }
  const keep = (): void => void keepPoint().catch(deps.failed);
  keep();
  const stopKeeping = clock.every(minuteMs, keep);

  return {
    async read(quote, fromMs) {
      const balances = await deps.balances();
      if (!balances.ok) return balances;
      const nowMs = clock.nowMs();
      const { equity, unpriced } = worthOf(balances.value, quote, lastPrice);
      const now: EquityPoint = { atMs: nowMs, equity };
      const kept = line.read(quote, fromMs ?? nowMs - dayMs, mostPoints).filter(({ atMs }) => atMs < nowMs);
      const points = [...kept, now];
      const dayAgo = line.read(quote, nowMs - dayMs, mostPoints)[0]?.equity ?? equity;
      const costs = createAverageCost();
      for (const fill of journal.fillsInOrder()) costs.take(fill);
      return ok({
        quote,
        equity: unpriced.length === 0 ? equity : null,
        dayChange: unpriced.length === 0 ? subtract(equity, dayAgo) : null,
        drawdownPercent: unpriced.length === 0 ? drawdownOf(points) : null,
        unpriced: [...unpriced],
        positions: costs.holdings().map((holding) => toPosition(holding, lastPrice(holding.symbol))),
        line: points,
      });
    },
    stop() {
      isStopped = true;
      stopKeeping();
    },
  };
}
