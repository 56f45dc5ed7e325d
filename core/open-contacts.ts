import type { Announcement } from './contract/topics.ts';
import type { Foundations } from './foundations.ts';
import type { Ports } from './ports.ts';
import { type Contacts, createContacts } from './procedures/contacts/contacts.ts';
import { createContactsTable } from './procedures/contacts/contacts-table.ts';
import type { Record } from './trading/record.ts';

/** The incident contacts of a data folder. */
export function openContacts({
  announce,
  foundations,
  ports,
  record,
}: {
  readonly ports: Pick<Ports, 'clock' | 'ids'>;
  readonly foundations: Pick<Foundations, 'database'>;
  readonly record: Record;
  readonly announce: (announcement: Announcement) => void;
}): Contacts {
  return createContacts({
    table: createContactsTable(foundations.database),
    record,
    clock: ports.clock,
    ids: ports.ids,
    changed: () => announce({ topic: 'custody.changed', payload: {} }),
  });
}
