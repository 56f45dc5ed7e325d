const minuteMs = 60_000;
/** How long to wait after the first failed try, the second, and so on; after that the last again. */
const waitsMs = [minuteMs / 2, 2 * minuteMs, 10 * minuteMs, 30 * minuteMs, 60 * minuteMs] as const;

/** The longest wait there is, whatever a receiver asks for. */
export const longestWaitMs = 60 * minuteMs;
/** A notice that failed this often is given up. */
export const mostAttempts = 20;
/** A notice that is this old is given up with its next failure; one that was never tried is tried first, however old. */
export const mostAgeMs = 24 * 60 * minuteMs;

/** When a notice is tried again after its `attempts`-th failure at `nowMs`; null when it is given up. */
export function nextTryMs(
  { attempts, queuedAtMs }: { readonly attempts: number; readonly queuedAtMs: number },
  retryAfterMs: number | null,
  nowMs: number,
): number | null {
  if (attempts >= mostAttempts || nowMs - queuedAtMs >= mostAgeMs) return null;
  const usual = waitsMs[attempts - 1] ?? longestWaitMs;
  return nowMs + Math.min(Math.max(usual, retryAfterMs ?? 0), longestWaitMs);
}
