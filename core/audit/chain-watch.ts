import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditChain, AuditVerification } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { type ChainHead, genesisHash, type Mac } from './chain-format.ts';
import { readable, startOf, unreadable } from './chain-reading.ts';
import { type ChainWalk, createChainWalk, type WalkFindings } from './chain-walk.ts';
import { auditFailed } from './commit-queue.ts';
import { lateRows } from './late-rows.ts';
import type { StartFindings } from './start-checks.ts';
import { type WalkTarget, wrongAtEnd } from './walk-verdict.ts';

/** Rows looked at before other work gets its turn: under a millisecond. */
const sliceRows = 256;
/** Rows looked at while starting, before anything else can run: some tens of milliseconds. */
const startRows = 20_000;
/** How often a walk in the background tells how far it is, in rows. */
const tellRows = 64 * 1024;

/** Knows how far the chain can be trusted. */
export interface ChainWatch {
  chain(): AuditChain;
  /** The last row up to which the chain is known to be whole, for the head kept outside. */
  checkpoint(): ChainHead;
  /** What is wrong with the chain, null while nothing is known to be. */
  problem(): string | null;
  /** Notes something wrong; the first problem stays. */
  broken(problem: string): void;
  /** Notes whether the last write worked: null, or why not. */
  wrote(failure: string | null): void;
  /** Walks the rows after the checkpoint, as far as a start can wait for. */
  checkTail(): void;
  /** Walks rows `from` (exclusive) to `toId` at once, unless an earlier walk has covered them; what is wrong, or null. */
  checkSpan(from: ChainHead, toId: number): string | null;
  /** Walks the whole chain in the background, once; `onRow` hears of every row. */
  walkAll(onRow: (id: number, timestamp: string) => void): Promise<void>;
  /** Walks the rows from `fromId` on (all: 1) in slices; `audit-broken` when they cannot be read. */
  verify(fromId: number): Promise<Result<AuditVerification>>;
  close(): void;
}

/** What a watch looks at. */
export interface WatchOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly start: StartFindings;
  readonly head: () => ChainHead;
  readonly sealedToId: () => number;
  readonly mac: () => Mac | null;
  /** How many rows are in the emergency file. */
  readonly waiting: () => number;
  /** Told when the state has changed other than by a write. */
  readonly onChange: () => void;
}

const genesis: ChainHead = { id: 0, hash: genesisHash };

/** Watches the chain of an open database, beginning with what the start found. */
export function createChainWatch(options: WatchOptions): ChainWatch {
  const { clock, database, head, mac, onChange, sealedToId, start, waiting } = options;
  let problem = start.problem;
  let failure: string | null = null;
  let checkpoint = start.checkpoint;
  let walkedToId = 0;
  let walkedAll = false;
  let verifiedAtMs: number | null = null;
  let closed = false;

  const walk = (from: ChainHead, toId: number, onRow?: (id: number, timestamp: string) => void): ChainWalk =>
    createChainWalk({ database, from, toId, mac: mac(), ...(onRow === undefined ? {} : { onRow }) });

  const broken = (text: string): void => {
    if (problem !== null) return;
    problem = text;
    onChange();
  };

  /** Runs a walk to its end in slices; false when the watch was closed meanwhile. */
  const inSlices = async (walking: ChainWalk, onSlice: () => void): Promise<boolean> => {
    for (;;) {
      await nextTurn();
      if (closed) return false;
      if (!walking.step(sliceRows)) return true;
      onSlice();
    }
  };

  const targetNow = (): WalkTarget => ({ ...head(), sealedId: mac() === null ? 0 : sealedToId() });

  const watch: ChainWatch = {
    chain() {
      const headId = head().id;
      const state = problem !== null ? 'broken' : failure !== null ? 'failed' : walkedAll ? 'verified' : 'verifying';
      return {
        state,
        headId,
        verifiedToId: walkedAll && problem === null ? headId : walkedToId,
        verifiedAtMs,
        sealedToId: sealedToId(),
        problem: problem ?? failure,
      };
    },
    checkpoint: () => (walkedAll && problem === null ? head() : checkpoint),
    problem: () => problem,
    broken,
    wrote(newFailure) {
      failure = newFailure === null ? null : `the audit trail could not be written (${newFailure})`;
    },
    checkTail() {
      const target = head();
      const from = checkpoint;
      const wrong = readable(from.id, () => {
        const walking = walk(from, target.id);
        walking.step(startRows);
        if (walking.found.problem === null) checkpoint = walking.found.at;
        return walking.found.problem;
      });
      if (wrong !== null) broken(wrong);
    },
    checkSpan(from, toId) {
      if (problem !== null) return problem;
      if (walkedAll || checkpoint.id >= toId) return null;
      const after = from.id > checkpoint.id ? from : checkpoint;
      const wrong = readable(after.id, () => {
        const walking = walk(after, toId);
        while (walking.step(startRows));
        return walking.found.problem;
      });
      if (wrong !== null) broken(wrong);
      return wrong;
    },
    async walkAll(onRow) {
      const target = targetNow();
      const walking = walk(genesis, target.id, onRow);
      let toldAtId = 0;
      const note = (): void => {
        if (walking.found.problem === null) walkedToId = walking.found.at.id;
        if (walkedToId - toldAtId < tellRows) return;
        toldAtId = walkedToId;
        onChange();
      };
      try {
        if (!(await inSlices(walking, note))) return;
      } catch (error) {
        broken(unreadable(error, walking.found.at.id));
        return;
      }
      note();
      const wrong = wrongAtEnd(walking.found, target, 1);
      if (wrong !== null) {
        broken(wrong.problem);
        return;
      }
      walkedAll = true;
      verifiedAtMs = clock.nowMs();
      onChange();
    },
    async verify(fromId) {
      const target = targetNow();
      let walking: ChainWalk | null = null;
      try {
        walking = walk(startOf(database, fromId), target.id);
        const finished = await inSlices(walking, () => undefined);
        if (!finished) return err(auditFailed('the audit trail is closed'));
        return ok(conclude(walking.found, target, fromId));
      } catch (error) {
        const afterId = walking?.found.at.id ?? fromId - 1;
        broken(unreadable(error, afterId));
        return err({ code: 'audit-broken', retry: 'never', rowId: afterId + 1, why: 'it cannot be read' });
      }
    },
    close() {
      closed = true;
    },
  };

  const conclude = (found: WalkFindings, target: WalkTarget, fromId: number): AuditVerification => {
    const newestId = database.prepare<[], number | null>('SELECT max(id) FROM events').pluck().get() ?? 0;
    const own = head();
    const foreign =
      newestId > own.id ? { problem: `row ${own.id + 1} was not written here`, firstBadId: own.id + 1 } : null;
    const wrong = wrongAtEnd(found, target, fromId) ?? foreign;
    if (wrong !== null) broken(wrong.problem);
    else if (fromId === 1 && problem === null) verifiedAtMs = clock.nowMs();
    // A seal that nobody could check stands for the rows before it all the same: they are not without one.
    const unsealedFromId = Math.max(fromId, found.sealedToId + 1, found.uncheckedToId + 1);
    return {
      ok: wrong === null && problem === null,
      rows: found.rows,
      headId: own.id,
      // A row that is wrong in itself is named even where a gap before it is what is wrong first.
      firstBadId: wrong?.firstBadId ?? foreign?.firstBadId ?? null,
      problem: wrong?.problem ?? problem,
      gaps: [...found.gaps],
      cutTail: start.cutTail || newestId < own.id,
      unsealed: unsealedFromId <= found.at.id ? [{ fromId: unsealedFromId, toId: found.at.id }] : [],
      uncheckedSeals: found.uncheckedSeals,
      late: [...lateRows(database, fromId)],
      waiting: waiting(),
    };
  };

  return watch;
}
