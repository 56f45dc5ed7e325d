import type { Backups, Contacts, Custody, SystemStatus } from '../contract/shapes.ts';

/** What the checklist is judged by: what the console's own registers and looks say now. */
export interface ChecklistFacts {
  readonly nowMs: number;
  readonly status: SystemStatus;
  readonly custody: Custody;
  readonly backups: Backups;
  readonly contacts: Contacts;
  /** Whether a private key is given in the environment or in a .env. */
  readonly hasEnvironmentKey: boolean;
}
