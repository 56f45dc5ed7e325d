import type { AuditRow, DayReport, ReportedRow } from '../contract/shapes.ts';
import type { BookFacts } from './book-facts.ts';
import { type BookedOrder, driftOf } from './drift.ts';
import { refusedGroups } from './refused.ts';
import { reportedRow } from './row-words.ts';
import { tradedLines } from './traded.ts';

/** The rows of a stretch of time by what they are about, each oldest first. */
export interface DayRows {
  /** Requests of orders that passed the policy. */
  readonly asked: readonly AuditRow[];
  readonly failed: readonly AuditRow[];
  readonly policy: readonly AuditRow[];
  readonly credentials: readonly AuditRow[];
  readonly halts: readonly AuditRow[];
  readonly armings: readonly AuditRow[];
}

/** What the report of a day is made of. */
export interface DayFacts extends Pick<DayReport, 'fromMs' | 'toMs' | 'trail'> {
  readonly nowMs: number;
  readonly rows: DayRows;
  /** Whether those are all rows of that time. */
  readonly isWhole: boolean;
  readonly books: readonly BookFacts[];
  /** What a subject stands for, such as a credential, by its id. */
  readonly labels: ReadonlyMap<string, string>;
}

/** What happened in a stretch of time. */
export function dayReport({ books, fromMs, isWhole, labels, nowMs, rows, toMs, trail }: DayFacts): DayReport {
  const told = (some: readonly AuditRow[]): ReportedRow[] =>
    some.filter(({ status }) => status !== 'requested').map((row) => reportedRow(row, labels));
  return {
    fromMs,
    toMs,
    writtenAtMs: nowMs,
    isOver: nowMs >= toMs,
    isWhole: isWhole && books.every((book) => book.isWhole),
    trail,
    traded: books.flatMap(({ book, fills }) => tradedLines(book, fills)),
    refused: refusedGroups(rows.failed),
    policy: told(rows.policy),
    credentials: told(rows.credentials),
    halts: told(rows.halts),
    armings: told(rows.armings),
    drift: driftOf(rows.asked, (orderId) => inBooks(books, orderId)),
  };
}

function inBooks(books: readonly BookFacts[], orderId: string): BookedOrder | null {
  for (const { book, orders } of books) {
    const order = orders.get(orderId);
    if (order !== undefined) return { book, order };
  }
  return null;
}
