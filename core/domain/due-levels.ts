/** How near the day is on which a credential must be rotated, from far to past; each but the first is reminded of once. */
export const dueLevels = ['later', 'in-30-days', 'in-14-days', 'in-3-days', 'overdue'] as const;
export type DueLevel = (typeof dueLevels)[number];
/** A level that is reminded of. */
export type PressingLevel = Exclude<DueLevel, 'later'>;

/** Days before the due date at which the levels behind 'later' begin, in their order. */
export const reminderDays = [30, 14, 3, 0] as const;

/** The longest that a reminder is put off before its credential is due, in days; it comes on the due date at the latest. */
export const mostSnoozeDays = 14;
/** The longest that one of what is overdue is put off, in days. */
export const mostOverdueSnoozeDays = 7;

const dayMs = 86_400_000;

/** The level at a moment; both in milliseconds since the epoch, so that no time zone matters. A level begins on its very millisecond. */
export function dueLevelOf(dueAtMs: number, nowMs: number): DueLevel {
  const leftMs = dueAtMs - nowMs;
  if (leftMs <= 0) return 'overdue';
  if (leftMs <= 3 * dayMs) return 'in-3-days';
  if (leftMs <= 14 * dayMs) return 'in-14-days';
  return leftMs <= 30 * dayMs ? 'in-30-days' : 'later';
}

/** The most pressing of several; null where there is none. */
export function worstLevel(levels: readonly PressingLevel[]): PressingLevel | null {
  return levels.reduce<PressingLevel | null>(
    (worst, level) => (worst === null || dueLevels.indexOf(level) > dueLevels.indexOf(worst) ? level : worst),
    null,
  );
}
