import type { AuditQuery, AuditRow } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import type { Record } from '../trading/record.ts';
import { procedureEventType, readRow } from './procedure-changes.ts';
import type { ProceduresTable } from './procedures-table.ts';

/** Rows that are looked at: the last run wrote the one that is looked for before it ended, and little after it. */
const looked = 100;

/**
 * Says of each procedure whose beginning or leaving the last run asked for and did not tell the end of, how it stands: a row of such a
 * change is never without another after it. Called once, at the start, before any procedure is changed: the rows are read at once.
 */
export async function recoverChanges({
  record,
  table,
  trail,
}: {
  readonly record: Pick<Record, 'after'>;
  readonly table: Pick<ProceduresTable, 'find'>;
  readonly trail: { query(filter: AuditQuery): Promise<Result<readonly AuditRow[]>> };
}): Promise<void> {
  const rows = await trail.query({ eventType: procedureEventType, limit: looked });
  if (!rows.ok) return;
  for (const { about, subject } of unended(rows.value)) {
    const found = table.find(about.procedure);
    if (!found.ok) continue;
    await record.after({
      eventType: procedureEventType,
      level: 'warn',
      status: 'recovered',
      actor: 'core',
      subject,
      body: { ...about, stands: found.value?.outcome ?? 'not begun' },
    });
  }
}

/** The changes whose newest row is the one that asked for them, oldest first. */
function unended(newestFirst: readonly AuditRow[]) {
  const seen = new Set<string>();
  return newestFirst
    .flatMap((row) => {
      const about = readRow(row);
      if (about === null || (about.step !== 'started' && about.step !== 'left')) return [];
      const key = `${about.procedure} ${about.step}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return row.status === 'requested' ? [{ about, subject: row.subject }] : [];
    })
    .reverse();
}
