import { canonicalText } from '../domain/canonical.ts';
import type { Database } from '../store/database.ts';
import type { AuditEntry } from './audit.ts';
import {
  bodyHashOf,
  type ChainHead,
  formatVersion,
  type HeaderColumns,
  type Mac,
  plainText,
  rowHashOf,
  sealOf,
} from './chain-format.ts';
import { createIsoTimes } from './iso-time.ts';
import { retainUntil } from './retention.ts';

/** A row before it has its place in the chain. */
export interface EventDraft {
  readonly timestamp: string;
  readonly eventType: string;
  readonly level: AuditEntry['level'];
  readonly status: AuditEntry['status'];
  readonly actor: string;
  readonly subject: string;
  readonly body: string;
  readonly retainUntil: string | null;
}

const isoTime = createIsoTimes();

/** What an entry becomes when it is recorded at `atMs`. Throws where the body holds what canonical JSON cannot carry. */
export function draftOf(entry: AuditEntry, atMs: number): EventDraft {
  const timestamp = isoTime(atMs);
  return {
    timestamp,
    eventType: plainText(entry.eventType),
    level: entry.level,
    status: entry.status,
    actor: plainText(entry.actor),
    subject: plainText(entry.subject),
    body: canonicalText(entry.body),
    retainUntil: retainUntil(entry.eventType, timestamp),
  };
}

/** Puts rows at the end of the chain. */
export interface EventWriter {
  /** The last row that is durable. */
  head(): ChainHead;
  /** The last row that carries a mac written or confirmed here, 0 when there is none. */
  sealedToId(): number;
  /** Seals the last row of every commit from now on; `sealedToId` is the last row that a mac is already known to confirm. */
  sealWith(mac: Mac, sealedToId: number): void;
  /**
   * Writes the rows, and whatever `alongside` does, in one transaction; answers with the first row's id once it is durable.
   * Throws what SQLite throws; nothing was written then.
   */
  commit(drafts: readonly EventDraft[], alongside?: (firstId: number) => void): number;
}

/** How many rows one statement inserts where there are as many: enough to spare most of the way into SQLite and back. */
const rowsPerStatement = 8;
const columnCount = 14;

/** A writer over an open audit.db whose last row is `start`. `onRow` hears of every row that became durable. */
export function createEventWriter(
  database: Database,
  start: ChainHead,
  onRow: (id: number, timestamp: string) => void,
): EventWriter {
  const insertOne = database.prepare(insertSql(1));
  const insertSeveral = database.prepare(insertSql(rowsPerStatement));
  let head = start;
  let mac: Mac | null = null;
  let sealedToId = 0;

  const insertAll = (drafts: readonly EventDraft[], alongside?: (firstId: number) => void): ChainHead => {
    const lastId = head.id + drafts.length;
    let { id, hash } = head;
    let values: (string | number | null)[] = [];
    for (const draft of drafts) {
      id += 1;
      const prevHash = hash;
      const bodyHash = bodyHashOf(draft.body);
      const { timestamp, eventType, level, status, actor, subject, body, retainUntil: until } = draft;
      const header: HeaderColumns = [formatVersion, id, timestamp, eventType, level, status, actor, subject, until];
      hash = rowHashOf(prevHash, header, bodyHash);
      const seal = id === lastId && mac !== null ? sealOf(mac, formatVersion, hash, sealedToId) : null;
      values.push(formatVersion, id, timestamp, eventType, level, status, actor, subject, body);
      values.push(bodyHash, prevHash, hash, seal, until);
      if (values.length === rowsPerStatement * columnCount) {
        insertSeveral.run(values);
        values = [];
      }
    }
    for (let from = 0; from < values.length; from += columnCount) insertOne.run(values.slice(from, from + columnCount));
    alongside?.(head.id + 1);
    return { id, hash };
  };
  const transaction = database.transaction(insertAll).immediate;

  return {
    head: () => head,
    sealedToId: () => sealedToId,
    sealWith(newMac, knownSealedToId) {
      mac = newMac;
      sealedToId = knownSealedToId;
    },
    commit(drafts, alongside) {
      const firstId = head.id + 1;
      head = transaction(drafts, alongside);
      if (mac !== null) sealedToId = head.id;
      for (const [index, draft] of drafts.entries()) onRow(firstId + index, draft.timestamp);
      return firstId;
    },
  };
}

function insertSql(rows: number): string {
  const row = `(${Array.from({ length: columnCount }, () => '?').join(', ')})`;
  return `INSERT INTO events VALUES ${Array.from({ length: rows }, () => row).join(', ')}`;
}
