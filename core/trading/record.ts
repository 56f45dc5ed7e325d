import type { Audit, AuditEntry } from '../audit/audit.ts';
import type { Json } from '../domain/canonical.ts';
import { err, type Result } from '../domain/result.ts';
import type { HaltControl } from '../halt/halt.ts';

/** How the gate writes its rows: what must be durable before an effect, and what must never be lost after one. */
export interface Record {
  /** Writes a row and waits until it is durable. Where it cannot be written trading is halted and nothing may follow. */
  before(entry: AuditEntry): Promise<Result<number>>;
  /** Writes the row of something that has already happened: to the chain, else to the emergency file, and then halts. */
  after(entry: AuditEntry): Promise<void>;
  /** Writes the row of a cancel or a halt, which act whether or not it can be written. */
  always(entry: AuditEntry): void;
}

/**
 * Hears of every row how it was kept: 'stored' durably in the chain, 'unwaited' to the chain or else the emergency file, 'failed' where
 * nothing was done because it could not be kept.
 */
export type RowHeard = (entry: Pick<AuditEntry, 'eventType' | 'level'>, kept: 'stored' | 'unwaited' | 'failed') => void;

/** Rows for the gate over the audit trail; an audit trail that fails engages the halt. */
export function createRecord(audit: Audit, halt: HaltControl, heard: RowHeard = () => undefined): Record {
  const halted = (what: string): void =>
    halt.engage({
      source: 'automatic',
      code: 'audit-failed',
      text: `The audit trail could not be written: ${what}`,
    });
  return {
    async before(entry) {
      const row = await audit.append(entry);
      heard(entry, row.ok ? 'stored' : 'failed');
      if (row.ok) return row;
      halted(row.error.code);
      return err({
        code: 'audit-failed',
        retry: 'after-checking',
        what: 'the request could not be recorded; nothing was sent',
      });
    },
    async after(entry) {
      const row = await audit.append(entry);
      heard(entry, row.ok ? 'stored' : 'unwaited');
      if (row.ok) return;
      audit.emergency(entry);
      halted(row.error.code);
    },
    always(entry) {
      heard(entry, 'unwaited');
      audit.emergency(entry);
    },
  };
}

/** What a change between two rows is called in both of them. */
export type RowsAbout = Pick<AuditEntry, 'eventType' | 'actor' | 'subject'>;

/**
 * Does something between two rows: nothing where the first cannot be written; the second says how it went, with what `tell` says of it or
 * the error's code. Then `ended` is told, which is not where nothing was begun. Neither body may hold anything secret.
 */
export async function betweenRows<T>(
  { ended, record }: { readonly record: Pick<Record, 'before' | 'after'>; readonly ended: (isDone: boolean) => void },
  about: RowsAbout,
  body: { readonly [name: string]: Json },
  act: () => Promise<Result<T>> | Result<T>,
  tell: (done: T) => { readonly [name: string]: Json } = () => ({}),
): Promise<Result<T>> {
  const asked = await record.before({ ...about, level: 'info', status: 'requested', body });
  if (!asked.ok) return asked;
  const done = await act();
  await record.after({
    ...about,
    level: done.ok ? 'info' : 'warn',
    status: done.ok ? 'ok' : 'failed',
    body: { ...body, ...(done.ok ? tell(done.value) : { error: done.error.code }) },
  });
  ended(done.ok);
  return done;
}
