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
} from './chain-format.ts';
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
  readonly retainUntil: string;
}

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

let last = { atMs: Number.NaN, text: '' };

/** ISO 8601 of a moment; rows come many to a millisecond. */
function isoTime(atMs: number): string {
  if (atMs !== last.atMs) last = { atMs, text: new Date(atMs).toISOString() };
  return last.text;
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

/** A writer over an open audit.db whose last row is `start`. `onRow` hears of every row that became durable. */
export function createEventWriter(
  database: Database,
  start: ChainHead,
  onRow: (id: number, timestamp: string) => void,
): EventWriter {
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  let head = start;
  let mac: Mac | null = null;
  let sealedToId = 0;

  const insertAll = (drafts: readonly EventDraft[], alongside?: (firstId: number) => void): ChainHead => {
    const lastId = head.id + drafts.length;
    let { id, hash } = head;
    for (const draft of drafts) {
      id += 1;
      const prevHash = hash;
      const bodyHash = bodyHashOf(draft.body);
      const { timestamp, eventType, level, status, actor, subject, retainUntil: until } = draft;
      const header: HeaderColumns = [formatVersion, id, timestamp, eventType, level, status, actor, subject, until];
      hash = rowHashOf(prevHash, header, bodyHash);
      const seal = id === lastId && mac !== null ? mac(hash) : null;
      insert.run(
        formatVersion,
        id,
        timestamp,
        eventType,
        level,
        status,
        actor,
        subject,
        draft.body,
        bodyHash,
        prevHash,
        hash,
        seal,
        until,
      );
    }
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
