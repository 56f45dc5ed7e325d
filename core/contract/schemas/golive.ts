import * as z from 'zod';
import { AtMs } from './common.ts';

/** How the console knows of an item: it looked itself, a file or register of its own says so, or the person does. */
export const ChecklistSource = z.enum(['probe', 'register', 'attestation']);

/**
 * One thing that going live asks for. `custodyLine` is its line of CUSTODY.md's compliance checklist, null for what the console asks
 * besides. 'unknown' counts as unmet: nothing is taken for well because nobody knows. `fix` says what to do, null where it is met.
 * `isWaivable` where the person may go without it for a time and a reason; what loses money at once never is.
 */
export const ChecklistItem = z.strictObject({
  itemId: z.string(),
  title: z.string(),
  custodyLine: z.number().int().positive().nullable(),
  state: z.enum(['met', 'unmet', 'unknown']),
  source: ChecklistSource,
  evidence: z.string(),
  /** When what the evidence says was seen or said; null for what was looked at just now, and where there is none. */
  atMs: AtMs.nullable(),
  fix: z.string().nullable(),
  isWaivable: z.boolean(),
});

/** The whole checklist as it stands now, CUSTODY.md's items first. Live trading cannot be armed by it yet. */
export const Checklist = z.strictObject({
  items: z.array(ChecklistItem),
  met: z.number().int().nonnegative(),
});
