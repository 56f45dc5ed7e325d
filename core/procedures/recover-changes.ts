import * as z from 'zod';
import type { AuditQuery, AuditRow } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';
import type { Result } from '../domain/result.ts';
import type { Record } from '../trading/record.ts';
import type { ProceduresTable } from './procedures-table.ts';

const ChangeBody = z.object({
  procedure: z.string(),
  kind: z.string(),
  step: z.enum(['started', 'left']),
});

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
  const rows = await trail.query({ eventType: 'credential-rotation', limit: looked });
  if (!rows.ok) return;
  for (const { about, subject } of unended(rows.value)) {
    const found = table.find(about.procedure);
    if (!found.ok) continue;
    await record.after({
      eventType: 'credential-rotation',
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
    .flatMap(({ body, status, subject }) => {
      const about = ChangeBody.safeParse(readJson(body ?? ''));
      if (!about.success) return [];
      const key = `${about.data.procedure} ${about.data.step}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return status === 'requested' ? [{ about: about.data, subject }] : [];
    })
    .reverse();
}
