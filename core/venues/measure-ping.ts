import { ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';

/** When a question about the time left, and how long its answer took. */
export interface RoundTrip {
  readonly sentAtMs: number;
  readonly latencyMs: number;
}

/** Asks a venue its time and measures how long that takes; `skewOf` gives its clock minus ours. The venue's error where it does not answer. */
export async function measurePing<T>(
  clock: Clock,
  ask: () => Promise<Result<T>>,
  skewOf: (answer: T, trip: RoundTrip) => number,
): Promise<Result<{ readonly latencyMs: number; readonly skewMs: number }>> {
  const sentAtMs = clock.nowMs();
  const startedMs = clock.monotonicMs();
  const answer = await ask();
  if (!answer.ok) return answer;
  const latencyMs = clock.monotonicMs() - startedMs;
  return ok({ latencyMs, skewMs: skewOf(answer.value, { sentAtMs, latencyMs }) });
}

/** The skew of a clock that was read at the middle of the round trip. */
export function skewAtMiddle(venueMs: number, { latencyMs, sentAtMs }: RoundTrip): number {
  return venueMs - (sentAtMs + latencyMs / 2);
}
