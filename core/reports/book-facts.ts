import type { Fill, Order, ReportBook } from '../contract/shapes.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';
import { createJournal } from '../trading/journal.ts';
import { fromFillRow } from '../trading/journal-rows.ts';

/** What a journal of orders has of a stretch of time. */
export interface BookFacts {
  readonly book: ReportBook;
  /** Oldest first. */
  readonly fills: readonly Fill[];
  /** Those of the orders asked for that are in it, as they stand now. */
  readonly orders: ReadonlyMap<string, Order>;
  /** Whether these are all fills of that time. */
  readonly isWhole: boolean;
}

/** Fills that are looked at: more than a person trades in a month. */
const mostFills = 20_000;

/** Reads paper.db or live.db, which may be open for reading only; `storage-failed`. */
export function readBook(
  book: ReportBook,
  database: Database,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  orderIds: readonly string[],
): Result<BookFacts> {
  const read = stored(`the journal of ${book} orders could not be read`, () => {
    const journal = createJournal(database);
    const rows = database
      .prepare('SELECT * FROM fills WHERE at_ms >= ? AND at_ms < ? ORDER BY at_ms, rowid LIMIT ?')
      .all(fromMs, toMs, mostFills + 1);
    const orders = orderIds.flatMap((orderId) => journal.get(orderId) ?? []);
    return { rows, orders };
  });
  if (!read.ok) return read;
  const { orders, rows } = read.value;
  return ok({
    book,
    fills: rows.slice(0, mostFills).map(fromFillRow),
    orders: new Map(orders.map((order) => [order.orderId, order])),
    isWhole: rows.length <= mostFills,
  });
}
