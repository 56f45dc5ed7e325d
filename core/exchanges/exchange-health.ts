import type { VenueHealth } from '../contract/shapes.ts';
import type { AppError } from '../domain/errors.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import { liveSkewMs } from './exchange-mode.ts';

/** What was last seen of an exchange: the answer to its ping, and what went wrong with the requests that need the key. */
export interface Seen {
  readonly ping: { readonly latencyMs: number; readonly skewMs: number } | null;
  readonly failure: AppError | null;
  readonly missedBeats: number;
}

/** How an exchange is, in a state and a sentence. `noKey` says why it is not asked, null where it is: it is down then. */
export function healthOf(
  exchange: ExchangeName,
  { failure, missedBeats, ping }: Seen,
  noKey: string | null,
): VenueHealth {
  const none = { exchange, latencyMs: null, skewMs: null };
  if (noKey !== null) return { ...none, state: 'down', text: noKey };
  if (ping === null) {
    return failure === null
      ? { ...none, state: 'degraded', text: 'Starting' }
      : { ...none, state: 'down', text: failureText(failure) };
  }
  const skewMs = Math.round(ping.skewMs);
  const problem = problemOf(failure, skewMs, missedBeats);
  return {
    exchange,
    state: problem === null ? 'ok' : 'degraded',
    latencyMs: Math.round(ping.latencyMs),
    skewMs,
    text: problem ?? 'Answers',
  };
}

function problemOf(failure: AppError | null, skewMs: number, missedBeats: number): string | null {
  if (failure !== null) return failureText(failure);
  if (missedBeats > 0) return `${missedBeats} beats of the dead man's switch were missed`;
  return Math.abs(skewMs) >= liveSkewMs ? `Its clock is ${skewMs} ms from ours` : null;
}

function failureText(error: AppError): string {
  switch (error.code) {
    case 'key-refused':
      return error.problem === 'clock'
        ? `Does not take our time; is the clock right? ${error.reason}`
        : `Does not take the key: ${error.reason}`;
    case 'rate-limited':
      return 'Asks for fewer requests; it is asked again later';
    case 'venue-answer-malformed':
      return `Answers what cannot be read: ${error.what}`;
    default:
      return `Does not answer (${error.code})`;
  }
}
