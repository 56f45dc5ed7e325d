import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { type Audit, type AuditEntry, type AuditOptions, openAudit } from '../../../core/audit/audit.ts';
import type { AuditVerification } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { type KeptLog, keptLog } from '../store/kept-log.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

/** The place of an audit trail: opened, closed, changed behind its back and opened again by a test. */
export interface AuditPlace {
  readonly options: Omit<AuditOptions, 'key'>;
  readonly clock: ManualClock;
  readonly log: KeptLog;
  /** Opens it; closed at the end of the test if it still is open then. */
  open(key?: Uint8Array | null): Audit;
  /** Runs statements on the closed or open file as someone would who removed the triggers first. */
  tamper(sql: string): void;
}

/** The key that tests seal with. */
export const testKey = new Uint8Array(32).fill(7);

/** A new place in a temporary folder. */
export function auditPlace(): AuditPlace {
  const folder = temporaryFolder();
  const clock = manualClock();
  const log = keptLog();
  const options = {
    file: join(folder, 'audit.db'),
    headFile: join(folder, 'outside', 'head.json'),
    emergencyFile: join(folder, 'audit.emergency'),
    clock,
    log,
    ids: systemIds,
  };
  return {
    options,
    clock,
    log,
    open(key = testKey) {
      const audit = unwrap(openAudit({ ...options, key }));
      onTestFinished(() => audit.close());
      return audit;
    },
    tamper(sql) {
      const database = new SqliteDatabase(options.file);
      database.unsafeMode(true);
      for (const name of ['events_at_the_end', 'events_never_deleted', 'events_never_changed']) {
        database.exec(`DROP TRIGGER IF EXISTS ${name}`);
      }
      database.pragma('ignore_check_constraints = ON');
      database.exec(sql);
      database.close();
    },
  };
}

/** A row for tests, with what matters to one of them in its place. */
export function entry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    eventType: 'order',
    level: 'info',
    status: 'ok',
    actor: 'window',
    subject: 'BTC/USDT',
    body: { amount: '0.1' },
    ...changes,
  };
}

/** Appends `count` rows in one turn and waits for all. */
export async function appendMany(audit: Audit, count: number, changes: Partial<AuditEntry> = {}): Promise<void> {
  const rows = await Promise.all(
    Array.from({ length: count }, (_, index) => audit.append(entry({ body: { n: index }, ...changes }))),
  );
  for (const row of rows) unwrap(row);
}

/** The verdict of a whole walk. */
export async function verified(audit: Audit): Promise<AuditVerification> {
  return unwrap(await audit.verify());
}

/** What a result holds; fails the test when it is an error. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
