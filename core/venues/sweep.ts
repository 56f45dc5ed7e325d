import type { AppError } from '../domain/errors.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Canceller, OpenAtVenue } from './venue.ts';

/** What cancelling everything at a venue came to. */
export interface SweepReport {
  /** What was open at first. */
  readonly listed: readonly OpenAtVenue[];
  /** Of those, what the second list no longer has: this alone proves that an order is gone. */
  readonly gone: readonly OpenAtVenue[];
  /** What may still be open, also what came in meanwhile: all that was listed, where the second list could not be had. */
  readonly left: readonly OpenAtVenue[];
  /** Why the second list could not be had; else the first cancel that failed for an order that is left; null when nothing is left. */
  readonly failure: AppError | null;
}

/** How many cancels are under way at once: a venue counts requests, and a list can be long. */
const parallel = 4;

/**
 * Cancels every open order of the account, whoever placed it: lists them, cancels each, and lists again. An answer to a cancel proves
 * nothing either way; only the second list does. The error of the first list where nothing could be listed; else what is gone and left.
 */
export async function sweepOpenOrders(
  canceller: Pick<Canceller, 'openOrders' | 'cancelAtVenue'>,
): Promise<Result<SweepReport>> {
  const first = await canceller.openOrders();
  if (!first.ok) return first;
  const listed = first.value;
  if (listed.length === 0) return ok({ listed, gone: [], left: [], failure: null });

  const failures = new Map<string, AppError>();
  const waiting = listed.values();
  const worker = async (): Promise<void> => {
    for (const order of waiting) {
      const canceled = await canceller.cancelAtVenue(order);
      if (!canceled.ok) failures.set(keyOf(order), canceled.error);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));

  const second = await canceller.openOrders();
  if (!second.ok) return ok({ listed, gone: [], left: listed, failure: second.error });
  const left = second.value;
  const open = new Set(left.map(keyOf));
  return ok({
    listed,
    gone: listed.filter((order) => !open.has(keyOf(order))),
    left,
    failure: left.map((order) => failures.get(keyOf(order))).find((error) => error !== undefined) ?? null,
  });
}

function keyOf({ symbol, venueOrderId }: OpenAtVenue): string {
  return `${symbol} ${venueOrderId}`;
}
