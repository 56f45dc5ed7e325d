import type { ChainHead } from './chain-format.ts';
import type { WalkFindings } from './chain-walk.ts';

/** Where a walk was to end: the last durable row when it began, and the last row that the key it knows had sealed by then (0: none). */
export interface WalkTarget extends ChainHead {
  readonly sealedId: number;
}

/** What is wrong, and the row it is wrong with where that row is there. */
export interface Wrong {
  readonly problem: string;
  readonly firstBadId: number | null;
}

/** What is wrong once a walk from row `fromId` on is over; null when the rows from there to the target hold. */
export function wrongAtEnd(found: WalkFindings, target: WalkTarget, fromId: number): Wrong | null {
  if (found.problem !== null) return { problem: found.problem, firstBadId: found.firstBadId };
  if (fromId > target.id) return null;
  if (found.at.id < target.id) return { problem: `the rows after ${found.at.id} are gone`, firstBadId: null };
  if (found.at.hash !== target.hash) {
    return { problem: `row ${target.id} is not the one that was written`, firstBadId: target.id };
  }
  // No later seal misses the newest one; who wrote it does.
  if (target.sealedId < fromId || found.sealedToId >= target.sealedId) return null;
  return { problem: `the seal of row ${target.sealedId} was taken away`, firstBadId: target.sealedId };
}
