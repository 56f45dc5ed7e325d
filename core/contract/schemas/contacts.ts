import * as z from 'zod';
import { AtMs, Id } from './common.ts';

/** How old a review of the incident contacts may be, in days, before going live asks for another. */
export const contactReviewDays = 180;
/** No more than stand on one page beside everything else: whoever needs them has no time to choose. */
export const mostContacts = 12;

/** Somebody to reach when something went wrong. Nothing secret is in it. */
export const Contact = z.strictObject({
  contactId: Id,
  name: z.string(),
  /** What they are asked for: the exchange's support, the other party of the signer, a lawyer. */
  role: z.string(),
  /** How they are reached: a telephone number, an address, an official page. */
  reach: z.string(),
  changedAtMs: AtMs,
});

/**
 * Whether the contacts can be relied on: 'none' are documented; 'unreviewed' nobody ever looked through them; 'changed' since the last
 * review; 'old' when that is more than `contactReviewDays` ago, or at a time that is still to come; 'current'. Going live wants 'current'.
 */
export const ContactsStanding = z.enum(['none', 'unreviewed', 'changed', 'old', 'current']);

/** The incident contacts, in the order they came, and who looked through all of them last. */
export const Contacts = z.strictObject({
  contacts: z.array(Contact),
  lastReview: z.strictObject({ atMs: AtMs, by: z.string() }).nullable(),
  standing: ContactsStanding,
});
