import { createMarketFeed } from './market-feed.ts';

const lanes = 4;

/** The markets of this window, drawn with the screen's frames. */
export const marketFeed = createMarketFeed((task) => void requestAnimationFrame(task), lanes);
