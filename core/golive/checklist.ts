import type { Checklist } from '../contract/shapes.ts';
import type { ChecklistFacts } from './checklist-facts.ts';
import { consoleItems } from './console-items.ts';
import { keyItems } from './key-items.ts';
import { registerItems } from './register-items.ts';

/** Every item judged by these facts: CUSTODY.md's in the order of its lines, then what the console asks besides. */
export function checklistOf(facts: ChecklistFacts): Checklist {
  const items = [...keyItems(facts), ...registerItems(facts), ...consoleItems(facts)];
  const place = (line: number | null): number => line ?? Number.POSITIVE_INFINITY;
  return {
    items: items.toSorted((one, other) => place(one.custodyLine) - place(other.custodyLine) || 0),
    met: items.filter(({ state }) => state === 'met').length,
  };
}
