import type { AuditRow } from '../contract/shapes.ts';
import { haltTrialCode } from '../domain/halt-trial.ts';

/** Whether a row is that of a halt, and not of a change that neither halts nor releases. */
export function isHaltRow({ eventType, level }: Pick<AuditRow, 'eventType' | 'level'>): boolean {
  return eventType === 'halt' && level === 'error';
}

/** Whether a halt was only tried, for going live. */
export function isTrial({ subject }: Pick<AuditRow, 'subject'>): boolean {
  return subject === haltTrialCode;
}

/**
 * Where the newest incident began: the first halt since the release before it. What halts once more while that stands is part of it, and a
 * trial is none. Null where there is none; rows are oldest first.
 */
export function incidentStart(halts: readonly AuditRow[], releases: readonly AuditRow[]): AuditRow | null {
  const meant = halts.filter((row) => !isTrial(row));
  const newestId = meant.at(-1)?.id ?? 0;
  const releasedId = releases.findLast(({ id }) => id < newestId)?.id ?? 0;
  return meant.find(({ id }) => id > releasedId) ?? null;
}
