import { createMarketFeed } from './market-feed.ts';

/**
 * Which frame each part of the screen is drawn in, so that no frame draws two that take long. The chart puts its candles on its canvases
 * in the frame after its own, which is the strip's: the one with the least to do.
 */
export const drawnIn = { strip: 0, book: 1, trades: 2, chart: 3 } as const;
const lanes = 4;

/** The markets of this window, drawn with the screen's frames. */
export const marketFeed = createMarketFeed((task) => void requestAnimationFrame(task), lanes);
