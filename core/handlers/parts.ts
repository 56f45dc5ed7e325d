import type { Audit } from '../audit/audit.ts';
import type { Chains } from '../chains.ts';
import type { Face } from '../contract/method.ts';
import type { SystemStatus } from '../contract/shapes.ts';
import type { Announcement } from '../contract/topics.ts';
import type { Custody } from '../credentials/open-custody.ts';
import type { AppLockControl } from '../custody/app-lock.ts';
import type { Vault } from '../custody/vault.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Exchanges } from '../exchanges/exchanges.ts';
import type { Foundations } from '../foundations.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { HaltLock } from '../halt/halt-lock.ts';
import type { Golive } from '../open-golive.ts';
import type { Registers } from '../open-registers.ts';
import type { OpenTransactions } from '../open-transactions.ts';
import type { Webhooks } from '../open-webhooks.ts';
import type { Clock, Ids, Ports } from '../ports.ts';
import type { PreferencesStore } from '../preferences.ts';
import type { OpenProcedures } from '../rotations/open-procedures.ts';
import type { Settings } from '../settings/settings.ts';
import type { KeptIdentities } from '../signing/kept-identities.ts';
import type { Keystores } from '../signing/keystores.ts';
import type { Signing } from '../signing/signing.ts';
import type { StandingPolicy } from '../standing-policy.ts';
import type { Approvals } from '../trading/approvals.ts';
import type { PaperTrading } from '../trading/open-paper.ts';
import type { Record } from '../trading/record.ts';
import type { AddressBook } from '../trading/transactions/address-book.ts';
import type { VaultAccess } from '../vault-access.ts';

/** What the handlers stand on. */
export interface HandlerParts extends Registers {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly dataFolder: string;
  readonly settings: Settings;
  readonly audit: Audit;
  readonly halt: HaltControl;
  readonly haltLock: HaltLock;
  readonly record: Record;
  readonly approvals: Approvals;
  readonly appLock: AppLockControl;
  readonly preferences: PreferencesStore;
  readonly policy: StandingPolicy;
  readonly status: () => SystemStatus;
  readonly announce: (announcement: Announcement) => void;
  /** The status has changed. */
  readonly changed: () => void;
  /** Trading once it is open, without waiting; null before. */
  readonly openPaper: () => PaperTrading | null;
  /** Waits until trading is open. */
  readonly paper: () => Promise<Result<PaperTrading>>;
  readonly custody: Custody;
  readonly procedures: OpenProcedures;
  readonly golive: Golive;
  readonly exchanges: Exchanges;
  readonly webhooks: Webhooks;
  readonly book: AddressBook;
  readonly chains: Chains;
  readonly signing: Signing;
  readonly keystores: Keystores;
  readonly identities: KeptIdentities;
  /** Waits until transactions can be made. */
  readonly transactions: () => Promise<Result<OpenTransactions>>;
  readonly vault: Vault;
  readonly vaultAccess: VaultAccess;
}

/** Who a face is in the audit trail. */
export function actorOf(face: Face): string {
  return face;
}

/** A value, or `not-found` where there is none. */
export function known<T>(value: T | null, what: string): Result<T> {
  return value === null ? err({ code: 'not-found', retry: 'never', what }) : ok(value);
}

/** Runs once trading is open. */
export async function withPaper<T>(
  { paper }: Pick<HandlerParts, 'paper'>,
  use: (paper: PaperTrading) => Promise<Result<T>> | Result<T>,
): Promise<Result<T>> {
  const opened = await paper();
  return opened.ok ? use(opened.value) : opened;
}

/** Runs once transactions can be made. */
export async function withTransactions<T>(
  { transactions }: Pick<HandlerParts, 'transactions'>,
  use: (open: OpenTransactions) => Promise<Result<T>> | Result<T>,
): Promise<Result<T>> {
  const opened = await transactions();
  return opened.ok ? use(opened.value) : opened;
}
