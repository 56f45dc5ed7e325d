import { ok, type Result } from '../../domain/result.ts';
import { malformed } from '../read-answer.ts';

/** How to read a list page by page. */
export interface Walk<P> {
  readonly exchange: string;
  /** Names the list in errors. */
  readonly what: string;
  /** Asks for the page at a cursor, the first at null. */
  ask(cursor: string | null): Promise<Result<P>>;
  /** Where the next page is, null on the last one. */
  next(page: P): string | null;
  /** Takes a page; true when no more of them are needed. */
  visit(page: P): boolean;
}

/** The most pages that are read of one list; of orders, that is 10,000. */
const mostPages = 100;

/**
 * Reads a list to its end, or until enough was seen. A list that comes back to a cursor, or has more pages than can be read, is
 * `venue-answer-malformed`: what was not seen in it proves nothing.
 */
export async function walkPages<P>({ exchange, what, ask, next, visit }: Walk<P>): Promise<Result<void>> {
  const seen = new Set<string | null>(['']);
  let cursor: string | null = null;
  for (let count = 0; count < mostPages; count += 1) {
    const page = await ask(cursor);
    if (!page.ok) return page;
    if (visit(page.value)) return ok(undefined);
    cursor = next(page.value);
    if (cursor === null) return ok(undefined);
    if (seen.has(cursor)) return malformed(exchange, what);
    seen.add(cursor);
  }
  return malformed(exchange, `${what}: more than can be read`);
}
