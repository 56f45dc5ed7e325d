import type { Checklist, ChecklistItem, Waiver } from '../../core/contract/shapes.ts';
import { localDate } from '../format/time.ts';

const marks: Readonly<Record<ChecklistItem['state'], string>> = {
  met: 'Met',
  unmet: 'Not met',
  unknown: 'Not known',
};

/** What an item of the checklist comes to, in a word: what is not met may be waived. */
export function checklistMark({ state, waiver }: Pick<ChecklistItem, 'state' | 'waiver'>): {
  readonly state: ChecklistItem['state'] | 'waived';
  readonly text: string;
} {
  return state !== 'met' && waiver !== null ? { state: 'waived', text: 'Waived' } : { state, text: marks[state] };
}

/** Until when an item is gone without, and why. */
export function waiverWords({ reason, untilMs }: Waiver): string {
  return `You go without it until ${localDate(untilMs)}: ${reason}`;
}

/** How the console knows of an item. */
export const checklistSources: Readonly<Record<ChecklistItem['source'], string>> = {
  probe: 'The console looked itself',
  register: 'By the console’s own registers',
  attestation: 'By your word',
};

/** How far the checklist has come. */
export function goliveCount({ items, met, waived }: Checklist): string {
  const gone = waived === 0 ? '' : `, ${waived} waived`;
  return `${met} of ${items.length} are met${gone}`;
}
