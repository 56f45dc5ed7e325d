import { ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';
import type { ReminderMark } from './due-reminders.ts';
import type { Snooze } from './snooze.ts';

/** What was reminded of, and what is put off, in an open console.db. Every method may answer `storage-failed`. */
export interface RemindersTable {
  raised(): Result<readonly ReminderMark[]>;
  snoozes(): Result<readonly Snooze[]>;
  /** The one of a credential, null where there is none. */
  snoozeOf(credentialId: string): Result<Snooze | null>;
  /** Keeps that these are raised now and those snoozes over: all or none, so that nothing is raised again. */
  raise(reminders: readonly ReminderMark[], ended: readonly Snooze[], nowMs: number): Result<void>;
  /** Keeps a snooze in place of an earlier one of the same credential. */
  snooze(snooze: Snooze): Result<void>;
}

/** The table of an open console.db. */
export function createRemindersTable(database: Database): RemindersTable {
  const selectRaised = database.prepare<[], ReminderMark>(
    'SELECT credential_id AS credentialId, due_at_ms AS dueAtMs, level FROM reminders',
  );
  const snoozes =
    'SELECT credential_id AS credentialId, due_at_ms AS dueAtMs, until_ms AS untilMs, reason FROM snoozes';
  const selectSnoozes = database.prepare<[], Snooze>(snoozes);
  const selectSnooze = database.prepare<[string], Snooze>(`${snoozes} WHERE credential_id = ?`);
  // The end of a snooze may raise a level for the second time; when it was first raised stays.
  const insert = database.prepare(
    'INSERT INTO reminders (credential_id, due_at_ms, level, raised_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const end = database.prepare('DELETE FROM snoozes WHERE credential_id = ?');
  const upsert = database.prepare(`INSERT INTO snoozes (credential_id, due_at_ms, until_ms, reason)
    VALUES (@credentialId, @dueAtMs, @untilMs, @reason)
    ON CONFLICT (credential_id) DO UPDATE
    SET due_at_ms = excluded.due_at_ms, until_ms = excluded.until_ms, reason = excluded.reason`);
  const raise = database.transaction(
    (reminders: readonly ReminderMark[], ended: readonly Snooze[], nowMs: number): void => {
      for (const { credentialId, dueAtMs, level } of reminders) insert.run(credentialId, dueAtMs, level, nowMs);
      for (const { credentialId } of ended) end.run(credentialId);
    },
  );
  const done = (kept: Result<unknown>): Result<void> => (kept.ok ? ok(undefined) : kept);
  return {
    raised: () => stored('the reminders could not be read', () => selectRaised.all()),
    snoozes: () => stored('the snoozes could not be read', () => selectSnoozes.all()),
    snoozeOf: (credentialId) => stored('a snooze could not be read', () => selectSnooze.get(credentialId) ?? null),
    raise: (reminders, ended, nowMs) =>
      done(stored('a reminder could not be kept', () => raise.immediate(reminders, ended, nowMs))),
    snooze: (snooze) => done(stored('a snooze could not be kept', () => upsert.run(snooze))),
  };
}
