import type { AppError } from '../domain/errors.ts';
import type { Triggers } from '../policy/document.ts';
import type { Seen } from './exchange-health.ts';

/** What was seen of an exchange lately, as far as trouble is told by it. */
export interface VenueSeen extends Pick<Seen, 'ping'> {
  /** Requests that went wrong there within the last minute, and the code of the last one. */
  readonly errors: number;
  readonly lastError: AppError['code'] | null;
  /** How long nothing new came of its time or of what is held there, in milliseconds; null while nothing is asked. */
  readonly quietMs: number | null;
}

/** One thing that is wrong there. `kind` stays the same while the figures in `text`, half a sentence, change. */
export interface VenueTrouble {
  readonly kind: 'errors' | 'latency' | 'skew' | 'stale';
  readonly text: string;
}

/** The thresholds that trouble is judged by. */
export type TroubleThresholds = Pick<Triggers, 'venueErrors' | 'venueLatencyMs' | 'venueSkewMs' | 'staleVenueSeconds'>;

/** What is wrong at an exchange by these thresholds; nothing where all is well. */
export function troublesOf(
  { errors, lastError, ping, quietMs }: VenueSeen,
  { staleVenueSeconds, venueErrors, venueLatencyMs, venueSkewMs }: TroubleThresholds,
): readonly VenueTrouble[] {
  const troubles: VenueTrouble[] = [];
  if (errors >= venueErrors) {
    const last = lastError === null ? '' : `, the last with ${lastError}`;
    troubles.push({ kind: 'errors', text: `${errors} requests went wrong within a minute${last}` });
  }
  if (ping !== null && ping.latencyMs > venueLatencyMs) {
    troubles.push({ kind: 'latency', text: `its answer took ${Math.round(ping.latencyMs)} ms` });
  }
  if (ping !== null && Math.abs(ping.skewMs) >= venueSkewMs) {
    troubles.push({ kind: 'skew', text: `its clock is ${Math.round(ping.skewMs)} ms from ours` });
  }
  if (quietMs !== null && quietMs > staleVenueSeconds * 1_000) {
    const seconds = Math.round(quietMs / 1_000);
    troubles.push({ kind: 'stale', text: `nothing new came of its time or of what is held there for ${seconds} s` });
  }
  return troubles;
}

/** Whether an error says something of how the exchange is, and not of what was asked of it, or of the key. */
export function isOfVenue({ code }: AppError): boolean {
  switch (code) {
    case 'venue-unreachable':
    case 'venue-answer-malformed':
    case 'rate-limited':
    case 'outcome-unknown':
    case 'fees-unknown':
      return true;
    default:
      return false;
  }
}
