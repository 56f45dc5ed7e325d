import { isMissing, isWaived } from '../contract/item-standing.ts';
import type { Checklist, ChecklistItem } from '../contract/shapes.ts';
import { buildItem } from './build-item.ts';
import type { ChecklistFacts } from './checklist-facts.ts';
import { consoleItems } from './console-items.ts';
import { hostItems } from './host-items.ts';
import type { JudgedItem } from './item.ts';
import { keyItems } from './key-items.ts';
import { policyItems } from './policy-items.ts';
import { registerItems } from './register-items.ts';
import { signerItems } from './signer-items.ts';

/** Every item judged by these facts: CUSTODY.md's in the order of its lines, then what the console asks besides. */
export function checklistOf(facts: ChecklistFacts): Checklist {
  const judged = [
    ...keyItems(facts),
    ...registerItems(facts),
    ...consoleItems(facts),
    ...signerItems(facts),
    ...policyItems(facts),
    ...hostItems(facts),
    buildItem(facts),
  ];
  const items = judged.map((item): ChecklistItem => ({ ...item, waiver: waiverOf(item, facts) }));
  const place = (line: number | null): number => line ?? Number.POSITIVE_INFINITY;
  return {
    items: items.toSorted((one, other) => place(one.custodyLine) - place(other.custodyLine) || 0),
    met: items.filter(({ state }) => state === 'met').length,
    waived: items.filter(isWaived).length,
    missing: items.filter(isMissing).length,
  };
}

/** The waiver of an item that holds now: none of what is never waived, whatever is kept, and none that was given in a time to come. */
function waiverOf({ isWaivable, itemId }: JudgedItem, { nowMs, waivers }: ChecklistFacts): ChecklistItem['waiver'] {
  const waiver = Object.hasOwn(waivers, itemId) ? waivers[itemId] : undefined;
  if (waiver === undefined || !isWaivable) return null;
  return waiver.atMs <= nowMs && nowMs < waiver.untilMs ? waiver : null;
}
