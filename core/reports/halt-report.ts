import type { AuditRow, HaltReport, ReportedRow } from '../contract/shapes.ts';
import type { BookFacts } from './book-facts.ts';
import { refusedGroups } from './refused.ts';
import { reportedRow } from './row-words.ts';
import { tradedLines } from './traded.ts';

/** What the report of a halt is made of; rows are oldest first. */
export interface HaltFacts extends Pick<HaltReport, 'trail' | 'untilMs'> {
  readonly nowMs: number;
  readonly halt: AuditRow;
  readonly released: AuditRow | null;
  readonly further: readonly AuditRow[];
  readonly before: readonly AuditRow[];
  readonly after: readonly AuditRow[];
  /** Of the time from the halt until `untilMs`. */
  readonly failed: readonly AuditRow[];
  readonly books: readonly BookFacts[];
  readonly isWhole: boolean;
  readonly labels: ReadonlyMap<string, string>;
}

const afterCrash = 'The core before it ended without being asked.';

/** What came before and after a halt. */
export function haltReport(facts: HaltFacts): HaltReport {
  const { after, before, books, failed, further, halt, isWhole, labels, nowMs, released, trail, untilMs } = facts;
  const told = (row: AuditRow): ReportedRow => {
    const reported = reportedRow(row, labels);
    // Of the starts only those after a crash are told.
    return row.eventType === 'core-started' ? { ...reported, text: afterCrash } : reported;
  };
  return {
    halt: told(halt),
    released: released === null ? null : told(released),
    untilMs,
    writtenAtMs: nowMs,
    isWhole: isWhole && books.every((book) => book.isWhole),
    trail,
    further: further.map(told),
    before: before.map(told),
    after: after.map(told),
    refused: refusedGroups(failed),
    traded: books.flatMap(({ book, fills }) => tradedLines(book, fills)),
  };
}
