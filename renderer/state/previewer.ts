import type { WireIn } from '../../core/contract/methods.ts';
import type { OrderPreview } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import type { Result } from '../../core/domain/result.ts';

/** What the ticket asks about. */
export type Draft = WireIn<'orders.preview'>;

/** What every preview has: until when it may be submitted. */
export interface Expiring {
  readonly expiresAtMs: number;
}

/**
 * What is known of what was typed. Only 'shown' may be submitted: its preview is the core's answer about exactly what the fields hold.
 * While 'asking', the last answer stays for the eye and nothing can be submitted.
 */
export type PreviewState<P extends Expiring = OrderPreview> =
  | { readonly kind: 'empty' }
  | { readonly kind: 'asking'; readonly last: P | null }
  | { readonly kind: 'shown'; readonly preview: P }
  | { readonly kind: 'refused'; readonly error: AppError };

/** How drafts of one kind are previewed. */
export interface Previewing<D> {
  /** How long typing must rest before the core is asked. */
  readonly restMs: number;
  readonly isSame: (a: D, b: D) => boolean;
  /** After how long the answer is asked anew although it still holds; null for not before it expires. */
  readonly againMs: (draft: D) => number | null;
}

/** The time and the questions of a previewer. */
export interface PreviewerPorts<D, P extends Expiring> extends Previewing<D> {
  readonly ask: (draft: D) => Promise<Result<P>>;
  /** Runs a task once after a delay; the answer calls it off. */
  readonly after: (delayMs: number, task: () => void) => () => void;
  readonly nowMs: () => number;
  readonly onChange: (state: PreviewState<P>) => void;
}

/** Keeps the preview of what is typed up to date. */
export interface Previewer<D> {
  /** Takes what the fields hold now; null when that is nothing yet. Asks once typing rests. */
  consider(draft: D | null): void;
  /** Asks again about the same, because something it depends on has changed. */
  refresh(): void;
  stop(): void;
}

/** How long typing in the ticket must rest before the core is asked. */
export const restMs = 150;
/** How often a market order is priced anew, because the book it would take moves. */
export const marketAgainMs = 3_000;
/** How long before its expiry a preview is replaced. */
export const spareMs = 10_000;
/** How soon the core is asked again after a refusal that may pass; twice as long after each one more, up to the most. */
export const firstRetryMs = 2_000;
export const mostRetryMs = 60_000;

/** How the ticket's orders are previewed. */
export const orderPreviewing: Previewing<Draft> = {
  restMs,
  isSame: sameDraft,
  againMs: ({ type }) => (type === 'market' ? marketAgainMs : null),
};

/** A previewer with nothing to preview. */
export function createPreviewer<D, P extends Expiring>(ports: PreviewerPorts<D, P>): Previewer<D> {
  let draft: D | null = null;
  let state: PreviewState<P> = { kind: 'empty' };
  let turn = 0;
  let refusals = 0;
  let callOff = () => {};

  function become(next: PreviewState<P>): void {
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
    if (!answer.ok) {
      become({ kind: 'refused', error: answer.error });
      if (mayPass(answer.error)) plan(retryMs(answer.error, refusals), () => void ask());
      refusals += 1;
      return;
    }
    refusals = 0;
    become({ kind: 'shown', preview: answer.value });
    const untilStale = answer.value.expiresAtMs - ports.nowMs() - spareMs;
    const againMs = ports.againMs(asked);
    plan(againMs === null ? untilStale : Math.min(againMs, untilStale), () => void ask());
  }

  return {
    consider(next) {
      if (draft === null || next === null ? draft === next : ports.isSame(draft, next)) return;
      draft = next;
      turn += 1;
      refusals = 0;
      callOff();
      if (next === null) return become({ kind: 'empty' });
      become({ kind: 'asking', last: lastOf(state) });
      plan(ports.restMs, () => void ask());
    },
    refresh() {
      if (draft !== null && state.kind !== 'asking') plan(ports.restMs, () => void ask());
    },
    stop() {
      draft = null;
      turn += 1;
      callOff();
    },
  };
}

function lastOf<P extends Expiring>(state: PreviewState<P>): P | null {
  if (state.kind === 'shown') return state.preview;
  return state.kind === 'asking' ? state.last : null;
}

/**
 * Whether a refusal may be over without anything here being changed, as of an exchange or a chain that does not answer now. A preview
 * changes nothing, so what elsewhere must be looked at first may be asked again; a bug may not, which would be reported each time.
 */
function mayPass({ code, retry }: AppError): boolean {
  return retry !== 'never' && code !== 'internal';
}

/** How long to wait after a refusal, when there were so many before it: never less than who refused asks for. */
function retryMs(error: AppError, before: number): number {
  const waitMs = Math.min(firstRetryMs * 2 ** before, mostRetryMs);
  return error.code === 'rate-limited' ? Math.max(waitMs, error.retryAfterMs) : waitMs;
}

/** Every field that is set, by name: fields are not listed here, so that none that comes later can be left out. */
function sameDraft(a: Draft, b: Draft): boolean {
  return written(a) === written(b);
}

function written(draft: Draft): string {
  const given = Object.entries(draft).filter(([, value]) => value !== undefined);
  return JSON.stringify(given.sort(([a], [b]) => (a < b ? -1 : 1)));
}
