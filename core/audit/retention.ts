/** Years each kind of event is kept where it is not the usual two: the table 'What to Log' of CUSTODY.md. */
const yearsByEventType: ReadonlyMap<string, number> = new Map([
  ['authentication', 1],
  ['sign', 1],
]);
const usualYears = 2;

/**
 * Until when a row's body is kept: the same date and time of day one or two years later (ISO UTC, milliseconds); 29 February
 * becomes 1 March.
 */
export function retainUntil(eventType: string, atMs: number): string {
  const date = new Date(atMs);
  date.setUTCFullYear(date.getUTCFullYear() + (yearsByEventType.get(eventType) ?? usualYears));
  return date.toISOString();
}
