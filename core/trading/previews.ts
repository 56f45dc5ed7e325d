import type { OrderPreview, Submission } from '../contract/shapes.ts';
import type { OrderIntent } from '../domain/intent.ts';
import type { DecimalText } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';

/** How long a preview may be submitted. */
export const previewLifeMs = 60_000;

/** How long an expired preview is still told apart from one that never was. */
const forgottenAfterMs = 10 * 60_000;

/** How many previews that nobody submitted are kept; the oldest go first. One that is gone is `stale-preview`: nothing was sent. */
const capacity = 500;

/** How many submitted ones are kept beside them, so that a repeated submit finds its answer and is not taken for a new order. */
const submittedCapacity = 5_000;

/** The order that a replacement takes the place of, as it stood when it was shown. */
export interface Replaced {
  readonly orderId: string;
  readonly filled: DecimalText;
}

/** A preview as the core holds it: what was shown, and the exact intent that it is bound to. */
export interface HeldPreview {
  readonly shown: OrderPreview;
  readonly intent: OrderIntent;
  readonly replaces: Replaced | null;
  /** The monotonic time at which it expires: a jump of the wall clock neither prolongs nor ends it. */
  readonly expiresAtMonotonicMs: number;
  /** The one submission there can be; a repeated submit answers with the same. */
  submission: Promise<Result<Submission>> | null;
}

/** What every held preview has: its name, its end, and its one submission. */
export interface Held {
  readonly shown: { readonly previewId: string };
  /** The monotonic time at which it expires: a jump of the wall clock neither prolongs nor ends it. */
  readonly expiresAtMonotonicMs: number;
  submission: Promise<Result<unknown>> | null;
}

/** The previews of this run. They are kept in memory only: none survives a restart. */
export interface Previews<P extends Held = HeldPreview> {
  hold(preview: P): void;
  /** The preview, or `stale-preview` when it is unknown, or `expired` when its time is over and it was not submitted. */
  find(previewId: string): Result<P>;
}

/** An empty set of previews that expire by `clock`. */
export function createPreviews<P extends Held = HeldPreview>(clock: Clock): Previews<P> {
  const held = new Map<string, P>();

  /** Forgets those that nobody can submit any more; a large one must not be kept for the number of small ones. */
  function letGoExpired(): void {
    const nowMs = clock.monotonicMs();
    for (const [id, { expiresAtMonotonicMs, submission }] of held) {
      if (submission === null && nowMs > expiresAtMonotonicMs + forgottenAfterMs) held.delete(id);
    }
  }

  /** Forgets the oldest of one kind until there are no more than `most` of it. */
  function letGo(isSubmitted: boolean, most: number): void {
    const ids = [...held].filter(([, { submission }]) => (submission !== null) === isSubmitted).map(([id]) => id);
    for (const id of ids.slice(0, Math.max(0, ids.length - most))) held.delete(id);
  }

  return {
    hold(preview) {
      letGoExpired();
      held.set(preview.shown.previewId, preview);
      letGo(false, capacity);
      letGo(true, submittedCapacity);
    },
    find(previewId) {
      const preview = held.get(previewId);
      if (preview === undefined)
        return err({
          code: 'stale-preview',
          retry: 'safe',
          why: 'this preview is not known',
        });
      if (preview.submission === null && clock.monotonicMs() > preview.expiresAtMonotonicMs) {
        return err({ code: 'expired', retry: 'never', what: 'the preview' });
      }
      return ok(preview);
    },
  };
}
