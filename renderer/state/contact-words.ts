import { contactReviewDays } from '../../core/contract/schemas/contacts.ts';
import type { Contacts } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { agoInWords } from '../format/time.ts';

/** Whether the incident contacts can be relied on, and what is to be done where they cannot. */
export function contactsWords({ lastReview, standing }: Contacts, nowMs: number): string {
  const by = lastReview === null ? '' : ` by ${shownText(lastReview.by)}`;
  const ago = lastReview === null ? '' : agoInWords(lastReview.atMs, nowMs);
  switch (standing) {
    case 'none':
      return 'None is documented yet. Going live wants the support of each exchange and whoever else must know.';
    case 'unreviewed':
      return 'Nobody has looked through them yet. Going live wants that.';
    case 'changed':
      return `Reviewed ${ago}${by}, and changed since: look through them again.`;
    case 'old':
      return `Reviewed ${ago}${by}. Going live wants a review of the last ${contactReviewDays} days.`;
    case 'current':
      return `Reviewed ${ago}${by}. Nothing has changed since.`;
  }
}
