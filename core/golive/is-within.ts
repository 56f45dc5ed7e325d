const dayMs = 86_400_000;

/** Whether a time is so many days ago at most. One that is still to come is of a clock that was wrong: it counts for nothing. */
export function isWithin(days: number, atMs: number, nowMs: number): boolean {
  return atMs > 0 && atMs <= nowMs && nowMs - atMs <= days * dayMs;
}

/** When what was seen then is so many days old. */
export function daysLater(atMs: number, days: number): number {
  return atMs + days * dayMs;
}
