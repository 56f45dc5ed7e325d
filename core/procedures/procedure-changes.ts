import * as z from 'zod';
import type { AuditRow } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Record } from '../trading/record.ts';
import type { ProceduresTable, StoredProcedure } from './procedures-table.ts';

/** What a procedure is about, and what it begins with. */
export type About = Pick<StoredProcedure, 'kind' | 'credentialId' | 'label' | 'facts'>;

/** A procedure at its first step. */
export function begun(about: About, procedureId: string, stepId: string, nowMs: number): StoredProcedure {
  return {
    ...about,
    procedureId,
    stepId,
    isDoing: 0,
    againAtMs: null,
    startedAtMs: nowMs,
    endedAtMs: null,
    outcome: 'open',
    reason: null,
  };
}

/** A procedure that is left where it stands. */
export function leftFor(procedure: StoredProcedure, reason: string, nowMs: number): StoredProcedure {
  return { ...procedure, isDoing: 0, outcome: 'left', reason, endedAtMs: nowMs };
}

/** The kind of the rows of procedures. */
export const procedureEventType = 'credential-rotation';

/** What the trail says of a step of a procedure, or of its beginning and end. */
export function rowOf({ credentialId, kind, procedureId }: StoredProcedure, actor: string, step: string) {
  return {
    eventType: procedureEventType,
    level: 'info',
    actor,
    subject: credentialId,
    about: { procedure: procedureId, kind, step },
  } as const;
}

const RowBody = z.object({ procedure: z.string(), kind: z.string(), step: z.string() });

/** What such a row says, as `rowOf` has it written; null for any other row. */
export function readRow({ body, eventType }: Pick<AuditRow, 'body' | 'eventType'>): z.output<typeof RowBody> | null {
  if (eventType !== procedureEventType) return null;
  const read = RowBody.safeParse(readJson(body ?? ''));
  return read.success ? read.data : null;
}

/**
 * Keeps procedures that were begun or left, all or none, between two rows each. A step of one that is left may have come to its end while
 * the rows were written: that is not lost.
 */
export async function keepRecorded(
  { record, table }: { readonly record: Record; readonly table: Pick<ProceduresTable, 'find' | 'keepAll'> },
  changes: readonly StoredProcedure[],
  actor: string,
): Promise<Result<void>> {
  const rows = changes.map((procedure) =>
    rowOf(procedure, actor, procedure.outcome === 'open' ? 'started' : procedure.outcome),
  );
  for (const { about, ...entry } of rows) {
    const before = await record.before({ ...entry, status: 'requested', body: about });
    if (!before.ok) return before;
  }
  const asOfNow = (change: StoredProcedure): StoredProcedure => {
    const { endedAtMs, outcome, procedureId, reason } = change;
    const now = outcome === 'left' ? table.find(procedureId) : ok(null);
    if (!now.ok || now.value === null) return change;
    return now.value.outcome === 'open' ? leftFor(now.value, reason ?? '', endedAtMs ?? 0) : now.value;
  };
  const kept = table.keepAll(changes.map(asOfNow));
  for (const [index, { about, ...entry }] of rows.entries()) {
    const reason = changes[index]?.reason ?? null;
    await record.after({ ...entry, status: kept.ok ? 'ok' : 'failed', body: { ...about, reason } });
  }
  return kept;
}
