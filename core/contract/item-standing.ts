import type { ChecklistItem } from './shapes.ts';

/** Whether an item is neither met nor waived. */
export function isMissing({ state, waiver }: Pick<ChecklistItem, 'state' | 'waiver'>): boolean {
  return state !== 'met' && waiver === null;
}

/** Whether it is gone without: what is met needs no waiver. */
export function isWaived({ state, waiver }: Pick<ChecklistItem, 'state' | 'waiver'>): boolean {
  return state !== 'met' && waiver !== null;
}
