import type { AuditChain, AuditQuery, AuditRow, AuditRowDetail, AuditVerification } from '../contract/shapes.ts';
import type { Json } from '../domain/canonical.ts';
import type { Result } from '../domain/result.ts';
import type { Clock, Ids, Log } from '../ports.ts';
import { openDatabase } from '../store/database.ts';
import { stored } from '../store/stored.ts';
import type { Exported } from './export.ts';
import { auditMigrations } from './migrations.ts';
import type { RetentionPasses } from './retention-pass.ts';
import { startAudit } from './start-audit.ts';

/**
 * One row to be written. `eventType` is the kind of thing ('sign', 'halt', 'order'), `actor` who asked, `subject` what it was about.
 * Nothing in it may be a secret. `body` holds what canonical JSON can carry; anything else throws.
 */
export interface AuditEntry {
  readonly eventType: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly status: 'requested' | 'ok' | 'failed' | 'unknown' | 'recovered';
  readonly actor: string;
  readonly subject: string;
  readonly body: Json;
}

/** The audit trail of an open audit.db. */
export interface Audit {
  /** Writes a row; answers with its id once it is durable, else `audit-failed`. Rows of one turn of the event loop share a commit. */
  append(entry: AuditEntry): Promise<Result<number>>;
  /** Writes a row before it answers, after all that is queued: its id, else `audit-failed`. */
  appendNow(entry: AuditEntry): Result<number>;
  /**
   * Writes the row of something that has happened or must happen whatever fails: to the chain, else to the emergency file, from which
   * it enters the chain later. Never throws.
   */
  emergency(entry: AuditEntry): void;
  /** How far the chain is verified and sealed. 'broken' and 'failed' name the problem; the core must then be halted. */
  chain(): AuditChain;
  /** The newest rows that pass the filters; `storage-failed`. */
  query(filter: AuditQuery): Promise<Result<readonly AuditRow[]>>;
  /** The newest row of this kind, null when there is none; `storage-failed`. */
  newest(kind: Pick<AuditQuery, 'eventType' | 'level' | 'status'>): Result<AuditRow | null>;
  /** When the newest row was written that was there before this opening, in milliseconds since the epoch; 0 where there was none. */
  readonly newestBeforeMs: number;
  /** One row with what chains it; `not-found`, `storage-failed`. */
  get(id: number): Result<AuditRowDetail>;
  /** Walks the chain from `fromId` (1) to its head, taking turns with other work; `audit-broken` when rows cannot be read. */
  verify(fromId?: number): Promise<Result<AuditVerification>>;
  /**
   * Gives the key (32 bytes) that seals every commit from now on. Confirms the newest seal and the head kept outside first, then seals
   * the rows written without it by a checkpoint row that names their span and head. `audit-broken` when something does not fit: a
   * key that did not make the seals there is then not used, and rows stay unsealed.
   */
  setKey(key: Uint8Array): Result<void>;
  /** Writes rows to a new file; see `exportEvents`. What is queued is written first. */
  export(
    filter: Omit<AuditQuery, 'beforeId' | 'limit'>,
    format: 'jsonl' | 'csv',
    file: string,
  ): Promise<Result<Exported>>;
  readonly retention: RetentionPasses;
  /** Tells `listener` after every commit and whenever the standing of the chain changes, until the answer is called. */
  onAppended(listener: (chain: AuditChain) => void): () => void;
  /** Writes what is queued, keeps the head outside and closes the database. */
  close(): void;
}

/** Where an audit trail is kept and what it stands on. */
export interface AuditOptions {
  /** The database; made with mode 0600 where it is missing. */
  readonly file: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** 32 bytes, or null while the vault is locked. */
  readonly key: Uint8Array | null;
  /** Where the head is kept: outside the data folder, so that an older copy of the folder is noticed. */
  readonly headFile: string;
  /** Where rows go that the database cannot take. */
  readonly emergencyFile: string;
}

/**
 * Opens the audit trail: compares it with the head kept outside, walks the rows since the last verified one, and leaves the rest to
 * a walk in the background. What is wrong with the chain does not keep it from opening; it is in `chain()` and has a row.
 * `storage-failed` when the database cannot be opened or read.
 */
export function openAudit(options: AuditOptions): Result<Audit> {
  const opened = openDatabase(options.file, auditMigrations);
  if (!opened.ok) return opened;
  const started = stored('the audit trail could not be read', () => startAudit(opened.value, options));
  if (!started.ok) opened.value.close();
  return started;
}
