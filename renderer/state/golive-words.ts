import type { ChecklistItem } from '../../core/contract/shapes.ts';

/** What an item of the checklist comes to, in a word. */
export const checklistMarks: Readonly<Record<ChecklistItem['state'], string>> = {
  met: 'Met',
  unmet: 'Not met',
  unknown: 'Not known',
};

/** How the console knows of an item. */
export const checklistSources: Readonly<Record<ChecklistItem['source'], string>> = {
  probe: 'The console looked itself',
  register: 'By the console’s own registers',
  attestation: 'By your word',
};
