import * as z from 'zod';
import { shownText } from '../../domain/shown-text.ts';
import { anyone, type Method, nothing, persons } from '../method.ts';
import * as common from '../schemas/common.ts';
import * as contacts from '../schemas/contacts.ts';

/** Plain text on one line, in which nothing stands that could be a key or a token: it is kept, shown and printed. */
const Plain = z
  .string()
  .trim()
  .min(2)
  .max(120)
  .refine((text) => shownText(text) === text, 'has characters that cannot be shown')
  .refine((text) => !mayBeKey(text), 'holds what could be a key or a token: none is kept here');

/**
 * Whom to reach when something went wrong. It raises nothing, for no order, limit or amount hangs on it; but it is the person's own word,
 * and whoever could change a telephone number there would be called in an emergency: no program can say it.
 */
export const contactMethods = {
  'contacts.list': { from: anyone, effect: 'read', input: nothing, output: contacts.Contacts },
  /** A new one, or with `contactId` in place of what it was. What is changed is to be reviewed again. */
  'contacts.put': {
    from: persons,
    effect: 'write',
    input: z.strictObject({ contactId: common.Id.optional(), name: Plain, role: Plain, reach: Plain }),
    output: contacts.Contact,
  },
  'contacts.remove': {
    from: persons,
    effect: 'write',
    input: z.strictObject({ contactId: common.Id }),
    output: contacts.Contact,
  },
  /** Somebody has looked through all of them as they are now. */
  'contacts.review': {
    from: persons,
    effect: 'write',
    input: z.strictObject({ by: Plain }),
    output: contacts.Contacts,
  },
} as const satisfies Readonly<Record<string, Method>>;

/** Whether a run of letters and digits in a text is as long as keys and tokens are, and has a digit, as they all have. */
function mayBeKey(text: string): boolean {
  const longRuns = text.match(/[0-9A-Za-z+=_]{24,}/g) ?? [];
  return longRuns.some((run) => /\d/.test(run));
}
