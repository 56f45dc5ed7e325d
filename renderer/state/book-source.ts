import type { Level } from '../../core/contract/shapes.ts';
import { drawnIn, marketFeed } from './frame-feed.ts';

/** Both sides of a book, best first. */
export interface Book {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** A book that moves. */
export interface BookSource {
  /** As it is now; null while it is not known. */
  latest(): Book | null;
  /** Hears of every change until the answer is called, and at once where there is something already. */
  watch(watcher: () => void): () => void;
}

/** The book of a practice market, as the window's feed has it. */
export function practiceBook(symbol: string): BookSource {
  return {
    latest: () => marketFeed.latest(symbol),
    watch: (watcher) => marketFeed.watch(symbol, watcher, drawnIn.book),
  };
}
