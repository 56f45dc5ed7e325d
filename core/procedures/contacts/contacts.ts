import { mostContacts } from '../../contract/schemas/contacts.ts';
import type { Contact, Contacts as ContactsList } from '../../contract/shapes.ts';
import { conflict } from '../../domain/conflict.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock, Ids } from '../../ports.ts';
import { betweenRows, type Record } from '../../trading/record.ts';
import { mayBeShare } from '../backups/backup-problems.ts';
import { contactsStanding, digestOfContacts } from './contacts-standing.ts';
import type { ContactsTable } from './contacts-table.ts';

/** What the register stands on. */
export interface ContactParts {
  readonly table: ContactsTable;
  readonly record: Record;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly changed: () => void;
}

/** What a person says of a contact; without an id it is a new one. */
export interface SaidContact extends Pick<Contact, 'name' | 'role' | 'reach'> {
  readonly contactId: string | null;
}

/** Whom to reach when something went wrong. Every change leaves two rows; who it is stays out of the trail, which has a digest of it. */
export interface Contacts {
  /** `storage-failed`. */
  list(): Result<ContactsList>;
  /** `invalid-input` for what looks like a recovery share; `not-found`; `conflict` when there are as many as fit a page; `storage-failed`. */
  put(said: SaidContact, actor: string): Promise<Result<Contact>>;
  /** `not-found`, `storage-failed`. */
  remove(contactId: string, actor: string): Promise<Result<Contact>>;
  /** Notes that somebody looked through all of them as they are now; `conflict` where there is none. */
  review(by: string, actor: string): Promise<Result<ContactsList>>;
}

/** The register of an open console.db. */
export function createContacts(parts: ContactParts): Contacts {
  const { clock, ids, record, table } = parts;

  const between = <T>(
    what: string,
    subject: string,
    actor: string,
    act: () => Result<T>,
    outcome: (done: T) => { readonly digest: string },
  ): Promise<Result<T>> =>
    betweenRows({ record, ended: parts.changed }, { eventType: 'contacts', actor, subject }, { what }, act, outcome);

  const list = (): Result<ContactsList> => {
    const all = table.all();
    if (!all.ok) return all;
    const last = table.lastReview();
    if (!last.ok) return last;
    return ok({
      contacts: [...all.value],
      lastReview: last.value === null ? null : { atMs: last.value.atMs, by: last.value.by },
      standing: contactsStanding(all.value, last.value, clock.nowMs()),
    });
  };

  const found = (contactId: string): Result<Contact> => {
    const all = table.all();
    if (!all.ok) return all;
    const one = all.value.find((contact) => contact.contactId === contactId);
    return one === undefined ? err({ code: 'not-found', retry: 'never', what: 'this contact' }) : ok(one);
  };

  const mayAdd = (): Result<void> => {
    const all = table.all();
    if (!all.ok) return all;
    return all.value.length < mostContacts ? ok(undefined) : conflict(`${mostContacts} contacts are what fits a page`);
  };

  return {
    list,
    put({ contactId, ...said }, actor) {
      const contact = { ...said, contactId: contactId ?? ids.next(), changedAtMs: clock.nowMs() };
      const what = contactId === null ? 'add' : 'change';
      const act = (): Result<Contact> => {
        for (const path of ['name', 'role', 'reach'] as const) {
          if (!mayBeShare(said[path])) continue;
          const problem = 'looks like a recovery share: none is kept here';
          return err({ code: 'invalid-input', retry: 'never', issues: [{ path, problem }] });
        }
        const may = contactId === null ? mayAdd() : found(contactId);
        if (!may.ok) return may;
        const kept = table.keep(contact);
        return kept.ok ? ok(contact) : kept;
      };
      return between(what, contact.contactId, actor, act, (kept) => ({ digest: digestOfContacts([kept]) }));
    },
    remove(contactId, actor) {
      const act = (): Result<Contact> => {
        const one = found(contactId);
        if (!one.ok) return one;
        const removed = table.remove(contactId);
        return removed.ok ? one : removed;
      };
      return between('remove', contactId, actor, act, (gone) => ({ digest: digestOfContacts([gone]) }));
    },
    review(by, actor) {
      const act = (): Result<ContactsList> => {
        const all = table.all();
        if (!all.ok) return all;
        if (all.value.length === 0) return conflict('no contact is documented yet');
        const kept = table.review({ atMs: clock.nowMs(), by, digest: digestOfContacts(all.value) });
        return kept.ok ? list() : kept;
      };
      return between('review', 'contacts', actor, act, ({ contacts }) => ({ digest: digestOfContacts(contacts) }));
    },
  };
}
