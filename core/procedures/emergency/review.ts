import * as z from 'zod';
import { AtMs } from '../../contract/schemas/common.ts';
import type { AuditRow } from '../../contract/shapes.ts';
import { readRow } from '../procedure-changes.ts';

/** The most rows that a review lists; all are counted. */
export const mostListed = 200;

/** How a review of the audit trail is kept. */
export const ReviewText = z.strictObject({
  fromMs: AtMs,
  toMs: AtMs,
  rows: z.number().int().nonnegative(),
  /** Whether every row was looked at; false where there were too many. */
  isWhole: z.boolean(),
  /** The rows of this procedure's own steps, which are not among the others. */
  ownRows: z.number().int().nonnegative().default(0),
  /** Rows by kind and status, most first. */
  counts: z.array(z.strictObject({ what: z.string(), status: z.string(), count: z.number().int() })),
  /** The newest, newest first. */
  listed: z.array(
    z.strictObject({ id: z.number().int(), at: z.string(), what: z.string(), status: z.string(), subject: z.string() }),
  ),
});

/** What the audit trail says of a credential: what was asked, signed, sent or refused with it. */
export type Review = z.output<typeof ReviewText>;

/**
 * The review of rows, each once, newest first. Those of the procedure that reviews are only counted: it is the one whose row is the newest,
 * for its step is in the trail before it is tried. Of a row nothing is kept but its kind, status and subject: its body
 * may say too much.
 */
export function reviewOf(rows: readonly AuditRow[], span: Pick<Review, 'fromMs' | 'toMs' | 'isWhole'>): Review {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found = [...byId.values()].sort((a, b) => b.id - a.id);
  const own = found.map(procedureOf).find((procedure) => procedure !== null);
  const all = found.filter((row) => own === undefined || procedureOf(row) !== own);
  const counts = new Map<string, { what: string; status: string; count: number }>();
  for (const { eventType: what, status } of all) {
    const name = `${what} ${status}`;
    counts.set(name, { what, status, count: (counts.get(name)?.count ?? 0) + 1 });
  }
  return {
    ...span,
    rows: all.length,
    ownRows: found.length - all.length,
    counts: [...counts.values()].sort((a, b) => b.count - a.count),
    listed: all
      .slice(0, mostListed)
      .map(({ eventType: what, id, status, subject, timestamp: at }) => ({ id, at, what, status, subject })),
  };
}

/** Which emergency a row is of; null for a row of anything else. */
function procedureOf(row: AuditRow): string | null {
  const about = readRow(row);
  return about?.kind === 'emergency' ? about.procedure : null;
}

/** How many rows, in words. */
export function rowCount(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`;
}

/** What a review left out, in a sentence. */
export function ownRowsWords({ ownRows }: Review): string {
  return ownRows === 0 ? '' : ` Left out: ${rowCount(ownRows)} of the steps of this procedure itself.`;
}

/** A review in sentences: how much there is, of what kind, and what was refused last. */
export function reviewLines(review: Review): readonly string[] {
  const { counts, isWhole, listed, rows } = review;
  if (rows === 0) return [`The audit trail has nothing of it since then.${ownRowsWords(review)}`];
  const kinds = counts.slice(0, 8).map(({ count, status, what }) => `${count} ${what} (${status})`);
  const failed = listed.filter(({ status }) => status === 'failed' || status === 'unknown').slice(0, 5);
  return [
    `${rowCount(rows)}${isWhole ? '' : ', and more that were not looked at'}: ${kinds.join(', ')}${counts.length > 8 ? ', and others' : ''}.${ownRowsWords(review)}`,
    ...failed.map(({ at, id, status, subject, what }) => `Row ${id}, ${at}: ${what} ${status}, about ${subject}.`),
  ];
}
