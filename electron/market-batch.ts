import type { MarketUpdate } from '../core/contract/shapes.ts';

/** How long updates are gathered: one frame at 60 Hz. */
const frameMs = 16;
/** More prints than a screen shows of one market are not carried. */
const mostTrades = 100;

/**
 * Gathers the updates of each market for a frame and passes them on as one: the newest book, ticker and candle, and every print. Copying a
 * message into the page costs more than reading it, and a screen draws a frame at a time. The answer takes updates.
 */
export function gatherMarketUpdates(
  pass: (update: MarketUpdate) => void,
  after: (task: () => void, delayMs: number) => void,
): (update: MarketUpdate) => void {
  const waiting = new Map<string, MarketUpdate>();
  let isDue = false;

  function flush(): void {
    isDue = false;
    const updates = [...waiting.values()];
    waiting.clear();
    for (const update of updates) pass(update);
  }

  return (update) => {
    const before = waiting.get(update.symbol);
    // The last word on a minute is not lost when the next one begins.
    if (before?.candle != null && update.candle !== null && before.candle.atMs !== update.candle.atMs) pass(before);
    const isSameMinute = before?.candle?.atMs === update.candle?.atMs || update.candle === null;
    const earlier = before === undefined || !isSameMinute ? [] : before.newTrades;
    waiting.set(update.symbol, {
      ...update,
      candle: update.candle ?? (isSameMinute ? (before?.candle ?? null) : null),
      newTrades: [...update.newTrades, ...earlier].slice(0, mostTrades),
    });
    if (isDue) return;
    isDue = true;
    after(flush, frameMs);
  };
}
