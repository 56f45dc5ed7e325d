import type { Database } from '../store/database.ts';
import { bodyHashOf, type ChainHead, formatVersion, genesisHash, type Mac, rowHashOf } from './chain-format.ts';
import { createClearedBodies } from './cleared-bodies.ts';
import { judgeSeal, lastSealedId, type SealedRow } from './seals.ts';

/** A span of row ids, both ends included. */
export interface Span {
  readonly fromId: number;
  readonly toId: number;
}

/** A walk over the rows of a chain in ascending order, a slice at a time. */
export interface ChainWalk {
  /** Looks at up to `rows` further rows; true while there may be more before the target. Throws what SQLite throws. */
  step(rows: number): boolean;
  /** What was found so far. */
  readonly found: Readonly<WalkFindings>;
}

/**
 * `at` is the last row seen; `sealedToId` the last row whose mac the key confirmed, which confirms every row before it. Without a key,
 * `uncheckedSeals` rows carry a mac that could not be judged, the newest of them `uncheckedToId`.
 */
export interface WalkFindings {
  rows: number;
  at: ChainHead;
  firstBadId: number | null;
  problem: string | null;
  gaps: Span[];
  sealedToId: number;
  uncheckedSeals: number;
  uncheckedToId: number;
}

/** What to walk: the rows after `from` up to and including `toId`; `mac` null while no key is at hand, then no mac is judged. */
export interface WalkOptions {
  readonly database: Database;
  readonly from: ChainHead;
  readonly toId: number;
  readonly mac: Mac | null;
  /** Told the id and timestamp of each row, for those who keep a summary of the times. */
  readonly onRow?: (id: number, timestamp: string) => void;
}

type RawRow = [
  v: number,
  id: number,
  timestamp: string,
  eventType: string,
  level: string,
  status: string,
  actor: string,
  subject: string,
  retainUntil: string | null,
  body: string | null,
  bodyHash: string,
  prevHash: string,
  hash: string,
  mac: string | null,
];

const selectRows = `SELECT v, id, timestamp, event_type, level, status, actor, subject, retain_until, body, body_hash, prev_hash,
  hash, mac FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`;

/** Begins a walk. Every row is judged on its own content, its place and its links to the row and to the seal before it. */
export function createChainWalk(options: WalkOptions): ChainWalk {
  const { database, from, mac, onRow, toId } = options;
  const cleared = createClearedBodies(database);
  const select = database.prepare<unknown[], RawRow>(selectRows).raw();
  const found: WalkFindings = {
    rows: 0,
    at: from,
    firstBadId: null,
    problem: null,
    gaps: [],
    sealedToId: 0,
    uncheckedSeals: 0,
    uncheckedToId: 0,
  };
  // Without a key no seal is judged, and where there is none the search for the newest would look at every row.
  let previousSealedId = mac === null ? 0 : lastSealedId(database, from.id);
  let newestVersion = 1;
  // A row smuggled in before the first one has an id below 1, so the walk from the beginning starts below every id.
  let afterId = from.id === 0 ? Number.MIN_SAFE_INTEGER : from.id;

  const bad = (id: number, problem: string): void => {
    if (found.firstBadId !== null) return;
    found.firstBadId = Math.max(1, id);
    found.problem ??= problem;
  };

  /** Whether the walk has no say in what became of the row: it is before its start, or missing with its seal. */
  const isGone = (id: number): boolean => id <= from.id || found.gaps.some((gap) => gap.fromId <= id && id <= gap.toId);

  const judgeRowSeal = (row: SealedRow): void => {
    const expectedId = previousSealedId;
    previousSealedId = row.id;
    if (mac === null) {
      found.uncheckedSeals += 1;
      found.uncheckedToId = row.id;
      return;
    }
    // Only the first thing that is wrong is named, and what was sealed after it confirms nothing.
    if (found.firstBadId !== null) return;
    const verdict = judgeSeal(mac, row, expectedId);
    if (verdict.kind === 'ours' || (verdict.kind === 'one-missing' && isGone(verdict.missingId))) {
      found.sealedToId = row.id;
    } else if (verdict.kind === 'foreign') bad(row.id, `the seal of row ${row.id} is not ours`);
    else bad(verdict.missingId, `the seal of row ${verdict.missingId} was taken away`);
  };

  const judge = (row: RawRow): void => {
    const [v, id, timestamp, eventType, level, status, actor, subject, retainUntil] = row;
    const [, , , , , , , , , body, bodyHash, prevHash, rowHash, rowMac] = row;
    const expectedId = found.at.id + 1;
    if (id > expectedId) {
      found.gaps.push({
        fromId: expectedId,
        toId: Math.min(id - 1, Number.MAX_SAFE_INTEGER),
      });
      found.problem ??= `rows ${expectedId} to ${id - 1} are missing`;
    } else if (id < expectedId) bad(id, `row ${id} is out of order`);
    else if (prevHash !== found.at.hash) bad(id, `row ${id} is not linked to the row before it`);
    if (v < newestVersion || v > formatVersion) bad(id, `row ${id} has an unknown format`);
    else newestVersion = v;
    if (body === null ? !cleared.wasCleared(id, retainUntil) : bodyHashOf(body) !== bodyHash) {
      bad(id, body === null ? `the body of row ${id} was taken away` : `the body of row ${id} was changed`);
    }
    const header = [v, id, timestamp, eventType, level, status, actor, subject, retainUntil] as const;
    if (rowHashOf(prevHash, header, bodyHash) !== rowHash) bad(id, `row ${id} was changed`);
    if (rowMac !== null) judgeRowSeal({ v, id, hash: rowHash, mac: rowMac });
    onRow?.(id, timestamp);
    found.at = { id, hash: rowHash };
  };

  return {
    found,
    step(rows) {
      const batch = select.all(afterId, toId, rows);
      for (const row of batch) judge(row);
      found.rows += batch.length;
      afterId = batch.at(-1)?.[1] ?? afterId;
      return batch.length === rows;
    },
  };
}

/** The head that a walk of the rows after `id` starts from; null when there is no such row. */
export function headAt(database: Database, id: number): ChainHead | null {
  if (id === 0) return { id: 0, hash: genesisHash };
  const hash = database.prepare<[number], string>('SELECT hash FROM events WHERE id = ?').pluck().get(id);
  return hash === undefined ? null : { id, hash };
}
