import type { WireIn } from '../../core/contract/methods.ts';
import type { OrderPreview } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import type { Result } from '../../core/domain/result.ts';

/** What the ticket asks about. */
export type Draft = WireIn<'orders.preview'>;

/**
 * What is known of the typed order. Only 'shown' may be submitted: its preview is the core's answer about exactly what the fields hold.
 * While 'asking', the last answer stays for the eye and nothing can be submitted.
 */
export type PreviewState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'asking'; readonly last: OrderPreview | null }
  | { readonly kind: 'shown'; readonly preview: OrderPreview }
  | { readonly kind: 'refused'; readonly error: AppError };

/** The time and the questions of a previewer. */
export interface PreviewerPorts {
  readonly ask: (draft: Draft) => Promise<Result<OrderPreview>>;
  /** Runs a task once after a delay; the answer calls it off. */
  readonly after: (delayMs: number, task: () => void) => () => void;
  readonly nowMs: () => number;
  readonly onChange: (state: PreviewState) => void;
}

/** Keeps the preview of a ticket up to date. */
export interface Previewer {
  /** Takes what the fields hold now; null when that is no order yet. Asks once typing rests. */
  consider(draft: Draft | null): void;
  /** Asks again about the same order, because something it depends on has changed. */
  refresh(): void;
  stop(): void;
}

/** How long typing must rest before the core is asked. */
export const restMs = 150;
/** How often a market order is priced anew, because the book it would take moves. */
export const marketAgainMs = 3_000;
/** How long before its expiry a preview is replaced. */
export const spareMs = 10_000;

/** A previewer with nothing to preview. */
export function createPreviewer(ports: PreviewerPorts): Previewer {
  let draft: Draft | null = null;
  let state: PreviewState = { kind: 'empty' };
  let turn = 0;
  let callOff = () => {};

  function become(next: PreviewState): void {
    state = next;
    ports.onChange(next);
  }

  function plan(delayMs: number, task: () => void): void {
    callOff();
    callOff = ports.after(Math.max(0, delayMs), task);
  }

  async function ask(): Promise<void> {
    if (draft === null) return;
    turn += 1;
    const mine = turn;
    const asked = draft;
    const answer = await ports.ask(asked);
    if (mine !== turn) return;
    if (!answer.ok) return become({ kind: 'refused', error: answer.error });
    become({ kind: 'shown', preview: answer.value });
    const untilStale = answer.value.expiresAtMs - ports.nowMs() - spareMs;
    plan(asked.type === 'market' ? Math.min(marketAgainMs, untilStale) : untilStale, () => void ask());
  }

  return {
    consider(next) {
      if (sameDraft(draft, next)) return;
      draft = next;
      turn += 1;
      callOff();
      if (next === null) return become({ kind: 'empty' });
      become({ kind: 'asking', last: lastOf(state) });
      plan(restMs, () => void ask());
    },
    refresh() {
      if (draft !== null && state.kind !== 'asking') plan(restMs, () => void ask());
    },
    stop() {
      draft = null;
      turn += 1;
      callOff();
    },
  };
}

function lastOf(state: PreviewState): OrderPreview | null {
  if (state.kind === 'shown') return state.preview;
  return state.kind === 'asking' ? state.last : null;
}

function sameDraft(a: Draft | null, b: Draft | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.symbol === b.symbol &&
    a.side === b.side &&
    a.type === b.type &&
    a.timeInForce === b.timeInForce &&
    a.amount === b.amount &&
    a.quoteAmount === b.quoteAmount &&
    a.price === b.price
  );
}
