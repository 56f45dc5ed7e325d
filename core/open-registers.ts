import type { Announcement } from './contract/topics.ts';
import type { Foundations } from './foundations.ts';
import { openBackups } from './open-backups.ts';
import { openContacts } from './open-contacts.ts';
import type { Ports } from './ports.ts';
import type { Backups } from './procedures/backups/backups.ts';
import type { Contacts } from './procedures/contacts/contacts.ts';
import type { Record } from './trading/record.ts';

/** What a person keeps written down for the day when something is lost. */
export interface Registers {
  readonly backups: Backups;
  readonly contacts: Contacts;
}

/** The registers of a data folder, each opened once for everybody who asks it. */
export function openRegisters(parts: {
  readonly ports: Ports;
  readonly foundations: Pick<Foundations, 'database'>;
  readonly record: Record;
  readonly announce: (announcement: Announcement) => void;
}): Registers {
  return { backups: openBackups(parts), contacts: openContacts(parts) };
}
