import type { Audit } from '../audit/audit.ts';
import type { AuditQuery, AuditRow } from '../contract/shapes.ts';
import { ok, type Result } from '../domain/result.ts';

/** Which kind of rows, and from when until before when. */
export type RowsWanted = Pick<AuditQuery, 'eventType' | 'level' | 'status'> & {
  readonly fromMs: number;
  readonly toMs: number;
};

/** Rows, oldest first, and whether they are all that there are. */
export interface Rows {
  readonly rows: readonly AuditRow[];
  readonly isWhole: boolean;
}

const pageRows = 500;

/** Reads rows of a kind, the newest first to go: `mostPages` of 500 rows at most. `storage-failed`. */
export async function readRows(
  audit: Pick<Audit, 'query'>,
  { toMs, ...wanted }: RowsWanted,
  mostPages: number,
): Promise<Result<Rows>> {
  const found: AuditRow[] = [];
  for (let page = 0; page < mostPages; page += 1) {
    const beforeId = found.at(-1)?.id;
    const rows = await audit.query({
      ...wanted,
      // A query takes in both of its ends.
      toMs: toMs - 1,
      limit: pageRows,
      ...(beforeId === undefined ? {} : { beforeId }),
    });
    if (!rows.ok) return rows;
    found.push(...rows.value);
    if (rows.value.length < pageRows) return ok({ rows: found.reverse(), isWhole: true });
  }
  return ok({ rows: found.reverse(), isWhole: false });
}

/** Reads rows of several kinds; as `readRows`, in the order of their numbers. */
export async function readKinds(
  audit: Pick<Audit, 'query'>,
  eventTypes: readonly string[],
  wanted: Omit<RowsWanted, 'eventType'>,
  mostPages: number,
): Promise<Result<Rows>> {
  const found: AuditRow[] = [];
  let isWhole = true;
  for (const eventType of eventTypes) {
    const rows = await readRows(audit, { ...wanted, eventType }, mostPages);
    if (!rows.ok) return rows;
    found.push(...rows.value.rows);
    isWhole &&= rows.value.isWhole;
  }
  return ok({ rows: found.sort((a, b) => a.id - b.id), isWhole });
}
