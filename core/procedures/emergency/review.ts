import * as z from 'zod';
import { AtMs } from '../../contract/schemas/common.ts';
import type { AuditRow } from '../../contract/shapes.ts';

/** The most rows that a review lists; all are counted. */
export const mostListed = 200;

/** How a review of the audit trail is kept. */
export const ReviewText = z.strictObject({
  fromMs: AtMs,
  toMs: AtMs,
  rows: z.number().int().nonnegative(),
  /** Whether every row was looked at; false where there were too many. */
  isWhole: z.boolean(),
  /** Rows by kind and status, most first. */
  counts: z.array(z.strictObject({ what: z.string(), status: z.string(), count: z.number().int() })),
  /** The newest, newest first. */
  listed: z.array(
    z.strictObject({ id: z.number().int(), at: z.string(), what: z.string(), status: z.string(), subject: z.string() }),
  ),
});

/** What the audit trail says of a credential: what was asked, signed, sent or refused with it. */
export type Review = z.output<typeof ReviewText>;

/** The review of rows, each once, newest first. Of a row nothing is kept but its kind, status and subject: its body may say too much. */
export function reviewOf(rows: readonly AuditRow[], span: Pick<Review, 'fromMs' | 'toMs' | 'isWhole'>): Review {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const all = [...byId.values()].sort((a, b) => b.id - a.id);
  const counts = new Map<string, { what: string; status: string; count: number }>();
  for (const { eventType: what, status } of all) {
    const name = `${what} ${status}`;
    counts.set(name, { what, status, count: (counts.get(name)?.count ?? 0) + 1 });
  }
  return {
    ...span,
    rows: all.length,
    counts: [...counts.values()].sort((a, b) => b.count - a.count),
    listed: all
      .slice(0, mostListed)
      .map(({ eventType: what, id, status, subject, timestamp: at }) => ({ id, at, what, status, subject })),
  };
}

/** A review in sentences: how much there is, of what kind, and what was refused last. */
export function reviewLines({ counts, isWhole, listed, rows }: Review): readonly string[] {
  if (rows === 0) return ['The audit trail has nothing of it since then.'];
  const kinds = counts.slice(0, 8).map(({ count, status, what }) => `${count} ${what} (${status})`);
  const failed = listed.filter(({ status }) => status === 'failed' || status === 'unknown').slice(0, 5);
  return [
    `${rows} rows${isWhole ? '' : ', and more that were not looked at'}: ${kinds.join(', ')}${counts.length > 8 ? ', and others' : ''}.`,
    ...failed.map(({ at, id, status, subject, what }) => `Row ${id}, ${at}: ${what} ${status}, about ${subject}.`),
  ];
}
