import type { Audit } from '../audit/audit.ts';
import type { AuditRow } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { ReadBooks } from './gather-day.ts';
import { type HaltFacts, isHaltRow } from './halt-report.ts';
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

type Reading = Pick<Audit, 'chain' | 'get' | 'newest' | 'query'>;

/**
 * Everything that the report of a halt is made of: of this row, of the newest halt where none is named. `not-found` where there is none,
 * `conflict` where the row is of something else, `storage-failed`.
 */
export async function gatherHalt(
  audit: Reading,
  readBooks: ReadBooks,
  auditId: number | null,
  nowMs: number,
): Promise<Result<HaltRows>> {
  const halt = haltRow(audit, auditId);
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
  const before = around(audit, Math.max(1, halt.value.id - rowsBefore), halt.value.id - 1);
  if (!before.ok) return before;
  const after = around(audit, halt.value.id + 1, Math.min(audit.chain().headId, halt.value.id + rowsAfter));
  if (!after.ok) return after;
  const books = await readBooks({ fromMs, toMs: untilMs }, []);
  if (!books.ok) return books;
  return ok({
    ...{ halt: halt.value, released, untilMs, books: books.value },
    further: halts.value.rows.filter((row) => isAfter(row) && (released === null || row.id < released.id)),
    before: before.value,
    after: after.value,
    failed: failed.value.rows.filter(isAfter),
    // A halt that stands for longer than is looked at is not told to its end.
    isWhole: [halts, releases, failed].every(({ value }) => value.isWhole) && (released !== null || toMs > nowMs),
  });
}

function haltRow(audit: Reading, auditId: number | null): Result<AuditRow> {
  if (auditId === null) {
    const newest = audit.newest({ eventType: 'halt', level: 'error' });
    if (!newest.ok) return newest;
    return newest.value === null ? err({ code: 'not-found', retry: 'never', what: 'a halt' }) : ok(newest.value);
  }
  const row = audit.get(auditId);
  if (!row.ok) return row;
  return isHaltRow(row.value) ? row : conflict(`row ${auditId} is not of a halt`);
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
