import { createHash } from 'node:crypto';
import { contactReviewDays } from '../../contract/schemas/contacts.ts';
import type { Contact, ContactsStanding } from '../../contract/shapes.ts';
import { canonicalText } from '../../domain/canonical.ts';
import type { ContactReview } from './contacts-table.ts';

const dayMs = 86_400_000;

/** Whether contacts can be relied on at `nowMs`, by the last review of them. */
export function contactsStanding(
  contacts: readonly Contact[],
  lastReview: ContactReview | null,
  nowMs: number,
): ContactsStanding {
  if (contacts.length === 0) return 'none';
  if (lastReview === null) return 'unreviewed';
  if (lastReview.digest !== digestOfContacts(contacts)) return 'changed';
  const ageMs = nowMs - lastReview.atMs;
  return ageMs >= 0 && ageMs <= contactReviewDays * dayMs ? 'current' : 'old';
}

/** SHA-256, in hexadecimal, of what is said of contacts, in their order; when it was said is not in it. */
export function digestOfContacts(contacts: readonly Contact[]): string {
  const said = contacts.map(({ contactId, name, reach, role }) => ({ contactId, name, reach, role }));
  return createHash('sha256').update(canonicalText(said)).digest('hex');
}
