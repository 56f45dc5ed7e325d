import type { Span } from './chain-walk.ts';

/** Rows per block: few enough that looking through one is quick, many enough that a million rows make a short list. */
const blockRows = 4096;

/**
 * The earliest and latest time in each block of rows, kept in memory so that a filter by time looks only where it can match. Exact even
 * when the clock was set back between two rows, which is why it is not a search for one place.
 */
export interface TimeBlocks {
  /** Takes note of a row; rows of a block come in any order. */
  add(id: number, timestamp: string): void;
  /**
   * Spans of ids up to `lastId` that may hold rows between the two times (both included), newest first; `headId` is the newest row
   * there is. Blocks not wholly seen always may.
   */
  candidates(from: string, to: string, lastId: number, headId: number): readonly Span[];
}

interface Block {
  seen: number;
  earliest: string;
  latest: string;
}

/** An empty summary. */
export function createTimeBlocks(): TimeBlocks {
  const blocks: (Block | undefined)[] = [];
  return {
    add(id, timestamp) {
      if (id < 1) return;
      const index = Math.floor((id - 1) / blockRows);
      const block = blocks[index];
      if (block === undefined) {
        blocks[index] = { seen: 1, earliest: timestamp, latest: timestamp };
        return;
      }
      block.seen += 1;
      if (timestamp < block.earliest) block.earliest = timestamp;
      if (timestamp > block.latest) block.latest = timestamp;
    },
    candidates(from, to, lastId, headId) {
      const spans: Span[] = [];
      for (let index = Math.floor((lastId - 1) / blockRows); index >= 0; index -= 1) {
        const fromId = index * blockRows + 1;
        const toId = Math.min(fromId + blockRows - 1, lastId);
        const block = blocks[index];
        const whole = block !== undefined && block.seen >= Math.min(blockRows, headId - fromId + 1);
        if (whole && (block.latest < from || block.earliest > to)) continue;
        const newer = spans.at(-1);
        if (newer?.fromId === toId + 1) spans[spans.length - 1] = { fromId, toId: newer.toId };
        else spans.push({ fromId, toId });
      }
      return spans;
    },
  };
}
