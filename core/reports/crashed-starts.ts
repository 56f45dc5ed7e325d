import type { AuditRow } from '../contract/shapes.ts';

/** The kinds of rows that tell of a start of the core, and of an end that was asked for. */
export const startKinds = ['core-started', 'core-stopped'] as const;

type Started = Pick<AuditRow, 'eventType'>;

/**
 * Rows without those of starts and ends that were asked for. A start stays where the core before it never said that it ended: it had
 * crashed. `last` is the newest row of a start or an end before these, null where there is none; rows are oldest first.
 */
export function withoutMeantStarts<Row extends Started>(rows: readonly Row[], last: Started | null): readonly Row[] {
  let isRunning = last?.eventType === 'core-started';
  return rows.filter(({ eventType }) => {
    if (eventType === 'core-stopped') isRunning = false;
    if (eventType !== 'core-started') return eventType !== 'core-stopped';
    const isCrash = isRunning;
    isRunning = true;
    return isCrash;
  });
}
