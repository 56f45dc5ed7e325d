import type { Audit } from '../audit/audit.ts';
import type { AuditRow } from '../contract/shapes.ts';
import { ok, type Result } from '../domain/result.ts';
import type { BookFacts } from './book-facts.ts';
import type { DayRows } from './day-report.ts';
import { type Rows, readKinds, readRows } from './read-rows.ts';
import { armingKinds, credentialKinds, haltKinds, policyKinds } from './report-kinds.ts';

/** A stretch of time: from the one until before the other. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Reads paper.db, and live.db where there is one: the fills of a stretch of time, and the orders of these ids. `storage-failed`. */
export type ReadBooks = (span: Span, orderIds: readonly string[]) => Promise<Result<readonly BookFacts[]>>;

/** Pages of 500 rows: of orders and failures, of which a day may have many, and of each kind of change. */
const manyPages = 20;
const fewPages = 4;

/** Everything that the report of a day is made of, read from the audit trail and the journals. `storage-failed`. */
export async function gatherDay(
  audit: Pick<Audit, 'query'>,
  readBooks: ReadBooks,
  span: Span,
): Promise<Result<{ rows: DayRows; books: readonly BookFacts[]; isWhole: boolean }>> {
  const read: Record<keyof DayRows, () => Promise<Result<Rows>>> = {
    asked: () => readRows(audit, { ...span, eventType: 'order', status: 'requested' }, manyPages),
    failed: () => readRows(audit, { ...span, status: 'failed' }, manyPages),
    policy: () => readKinds(audit, policyKinds, span, fewPages),
    credentials: () => readKinds(audit, credentialKinds, span, fewPages),
    halts: () => readKinds(audit, haltKinds, span, fewPages),
    armings: () => readKinds(audit, armingKinds, span, fewPages),
  };
  const rows: Record<keyof DayRows, readonly AuditRow[]> = {
    ...{ asked: [], failed: [], policy: [], credentials: [], halts: [], armings: [] },
  };
  let isWhole = true;
  for (const name of Object.keys(read) as (keyof DayRows)[]) {
    const some = await read[name]();
    if (!some.ok) return some;
    rows[name] = some.value.rows;
    isWhole &&= some.value.isWhole;
  }
  const books = await readBooks(
    span,
    rows.asked.map(({ subject }) => subject),
  );
  return books.ok ? ok({ rows, books: books.value, isWhole }) : books;
}
