import { createMarketFeed } from './market-feed.ts';

/** Which frame each part of the screen is drawn in, so that no frame draws two that take long. */
export const drawnIn = { strip: 0, chart: 1, book: 2, trades: 3 } as const;
const lanes = 4;

/** The markets of this window, drawn with the screen's frames. */
export const marketFeed = createMarketFeed((task) => void requestAnimationFrame(task), lanes);
