import { describe, expect, it } from 'vitest';
import { contactsWords } from '../../../renderer/state/contact-words.ts';

const nowMs = Date.UTC(2026, 10, 1);
const words = (standing: Parameters<typeof contactsWords>[0]['standing'], by = 'Ada') =>
  contactsWords({ contacts: [], lastReview: { atMs: nowMs - 12 * 86_400_000, by }, standing }, nowMs);

describe('what is said of the incident contacts', () => {
  it('is when they were reviewed, by whom, and what is to be done', () => {
    expect(words('current')).toBe('Reviewed 12 days ago by Ada. Nothing has changed since.');
    expect(words('changed')).toContain('look through them again');
    expect(words('old')).toContain('Going live wants a review of the last 180 days.');
    for (const standing of ['none', 'unreviewed'] as const) {
      expect(contactsWords({ contacts: [], lastReview: null, standing }, nowMs)).toContain('Going live wants');
    }
    expect(words('current', 'Ada\u202e')).toContain('Ada⟨U+202E⟩');
  });
});
