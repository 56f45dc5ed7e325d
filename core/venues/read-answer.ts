import type * as z from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import { classifyRead } from './classify.ts';

/** Asks, and believes the answer only in its exact shape: anything else is `venue-answer-malformed`. `what` names the endpoint. */
export async function readAnswer<S extends z.ZodType>(
  venue: string,
  what: string,
  shape: S,
  ask: () => Promise<unknown>,
): Promise<Result<z.output<S>>> {
  let raw: unknown;
  try {
    raw = await ask();
  } catch (cause) {
    return err(classifyRead(venue, what, cause));
  }
  const parsed = shape.safeParse(raw);
  return parsed.success ? ok(parsed.data) : malformed(venue, what);
}

/** An answer that was not of the expected shape, or not about what was asked. */
export function malformed(venue: string, what: string): Result<never> {
  return err({ code: 'venue-answer-malformed', retry: 'after-checking', venue, what });
}

/** A market that the venue does not have under this name. */
export function noMarket(venue: string, symbol: string): Result<never> {
  return err({ code: 'not-found', retry: 'never', what: `market ${symbol} on ${venue}` });
}
