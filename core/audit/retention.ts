/** Years each kind of event is kept where it is not the usual two: the table 'What to Log' of CUSTODY.md. */
const yearsByEventType: ReadonlyMap<string, number> = new Map([
  ['authentication', 1],
  ['failed_auth', 1],
  ['sign', 1],
]);
const usualYears = 2;

/** The kind of row that a retention pass leaves, by which a cleared body is told from one that was taken away. */
export const retentionEventType = 'audit-retention';

/** Kinds that are kept for good, because other rows cannot be judged without them. */
const keptForGood: ReadonlySet<string> = new Set([retentionEventType, 'checkpoint']);

/**
 * Until when the body of a row of this time is kept: the same date and time of day one or two years later, both ISO UTC text with
 * milliseconds; 29 February becomes 1 March, and nothing is later than the year 9999. Null for what is kept for good.
 */
export function retainUntil(eventType: string, timestamp: string): string | null {
  if (keptForGood.has(eventType)) return null;
  const year = Math.min(9999, Number(timestamp.slice(0, 4)) + (yearsByEventType.get(eventType) ?? usualYears));
  const rest = timestamp.slice(4);
  return `${year}${rest.startsWith('-02-29') ? rest.replace('-02-29', '-03-01') : rest}`;
}
