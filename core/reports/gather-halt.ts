import type { Audit } from '../audit/audit.ts';
import type { AuditRow } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { startKinds, withoutMeantStarts } from './crashed-starts.ts';
import type { ReadBooks } from './gather-day.ts';
import type { HaltFacts } from './halt-report.ts';
import { incidentStart, isHaltRow, isTrial } from './incident-start.ts';
import { readRows } from './read-rows.ts';

/** Rows that are shown before and after a halt, whatever they are about. */
const rowsBefore = 50;
const rowsAfter = 100;
/** For so long after a halt is looked at most. */
const longestMs = 31 * 86_400_000;
const manyPages = 20;
const fewPages = 4;

/** What of a halt's report is read; the rest its caller knows. */
export type HaltRows = Omit<HaltFacts, 'labels' | 'nowMs' | 'trail'>;

type Reading = Pick<Audit, 'chain' | 'get' | 'query'>;

/**
 * Everything that the report of a halt is made of: of this row, of the newest incident where none is named, from the halt that it began
 * with; a trial of the halt is none. `not-found` where there is none, `conflict` where the row is of something else, `storage-failed`.
 */
export async function gatherHalt(
  audit: Reading,
  readBooks: ReadBooks,
  auditId: number | null,
  nowMs: number,
): Promise<Result<HaltRows>> {
  const halt = auditId === null ? await newestIncident(audit) : haltRow(audit, auditId);
  if (!halt.ok) return halt;
  const fromMs = Date.parse(halt.value.timestamp);
  const toMs = Math.min(Math.max(nowMs, fromMs) + 1, fromMs + longestMs);
  const halts = await readRows(audit, { eventType: 'halt', level: 'error', fromMs, toMs }, fewPages);
  if (!halts.ok) return halts;
  const releases = await readRows(audit, { eventType: 'halt-release', status: 'ok', fromMs, toMs }, fewPages);
  if (!releases.ok) return releases;
  const isAfter = ({ id }: AuditRow): boolean => id > halt.value.id;
  const released = releases.value.rows.find(isAfter) ?? null;
  const untilMs = released === null ? toMs : Math.max(fromMs + 1, Date.parse(released.timestamp));
  const failed = await readRows(audit, { status: 'failed', fromMs, toMs: untilMs }, manyPages);
  if (!failed.ok) return failed;
  const firstId = Math.max(1, halt.value.id - rowsBefore);
  const last = await lastStartBefore(audit, firstId);
  if (!last.ok) return last;
  const before = around(audit, firstId, halt.value.id - 1);
  if (!before.ok) return before;
  const after = around(audit, halt.value.id + 1, Math.min(audit.chain().headId, halt.value.id + rowsAfter));
  if (!after.ok) return after;
  const books = await readBooks({ fromMs, toMs: untilMs }, []);
  if (!books.ok) return books;
  const told = withoutMeantStarts([...before.value, ...after.value], last.value);
  return ok({
    ...{ halt: halt.value, released, untilMs, books: books.value },
    further: halts.value.rows.filter(
      (row) => isAfter(row) && !isTrial(row) && (released === null || row.id < released.id),
    ),
    before: told.filter(({ id }) => id < halt.value.id),
    after: told.filter(isAfter),
    failed: failed.value.rows.filter(isAfter),
    // A halt that stands for longer than is looked at is not told to its end.
    isWhole: [halts, releases, failed].every(({ value }) => value.isWhole) && (released !== null || toMs > nowMs),
  });
}

async function newestIncident(audit: Reading): Promise<Result<AuditRow>> {
  const always = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  const halts = await readRows(audit, { ...always, eventType: 'halt', level: 'error' }, fewPages);
  if (!halts.ok) return halts;
  const releases = await readRows(audit, { ...always, eventType: 'halt-release', status: 'ok' }, fewPages);
  if (!releases.ok) return releases;
  const first = incidentStart(halts.value.rows, releases.value.rows);
  return first === null ? err({ code: 'not-found', retry: 'never', what: 'a halt here but for trials' }) : ok(first);
}

function haltRow(audit: Reading, auditId: number): Result<AuditRow> {
  const row = audit.get(auditId);
  if (!row.ok) return row;
  return isHaltRow(row.value) ? row : conflict(`row ${auditId} is not of a halt`);
}

/** The newest row of a start or an end of the core before this one; null where there is none. */
async function lastStartBefore(audit: Reading, beforeId: number): Promise<Result<AuditRow | null>> {
  let last: AuditRow | null = null;
  for (const eventType of startKinds) {
    const rows = await audit.query({ eventType, beforeId, limit: 1 });
    if (!rows.ok) return rows;
    const [row] = rows.value;
    if (row !== undefined && row.id > (last?.id ?? 0)) last = row;
  }
  return ok(last);
}

/** The rows of these numbers that are there. */
function around(audit: Reading, fromId: number, toId: number): Result<readonly AuditRow[]> {
  const found: AuditRow[] = [];
  for (let id = fromId; id <= toId; id += 1) {
    const row = audit.get(id);
    if (row.ok) found.push(row.value);
    else if (row.error.code !== 'not-found') return row;
  }
  return ok(found);
}
