import { describe, expect, it } from 'vitest';
import { contactsStanding, digestOfContacts } from '../../../../core/procedures/contacts/contacts-standing.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 1);
const contact = {
  contactId: 'a',
  name: 'Support',
  role: 'Kraken',
  reach: 'support.kraken.com',
  changedAtMs: nowMs - 300 * dayMs,
};
const reviewed = (days: number, contacts = [contact]) => ({
  atMs: nowMs - days * dayMs,
  by: 'Ada',
  digest: digestOfContacts(contacts),
});

describe('whether incident contacts can be relied on', () => {
  it.each([
    ['there is none', [], reviewed(1), 'none'],
    ['nobody looked through them', [contact], null, 'unreviewed'],
    ['the review is half a year old', [contact], reviewed(180), 'current'],
    ['it is older', [contact], reviewed(180.01), 'old'],
    ['it is still to come', [contact], reviewed(-1), 'old'],
    ['a number is another', [{ ...contact, reach: 'elsewhere' }], reviewed(1), 'changed'],
    ['one came', [contact, { ...contact, contactId: 'b' }], reviewed(1), 'changed'],
    ['one went', [contact], reviewed(1, [contact, { ...contact, contactId: 'b' }]), 'changed'],
    ['one was kept again as it was', [{ ...contact, changedAtMs: nowMs }], reviewed(1), 'current'],
  ] as const)('is told when %s', (_, contacts, review, standing) => {
    expect(contactsStanding(contacts, review, nowMs)).toBe(standing);
  });
});
