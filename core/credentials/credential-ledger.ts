import type { CredentialRow, Custody, KeyPassport, Snoozed } from '../contract/shapes.ts';
import { blocksGoingLive } from '../custody/blocks-going-live.ts';
import { credentialRow } from '../custody/credential-row.ts';
import type { CredentialsTable, StoredCredential } from '../custody/credentials-table.ts';
import {
  changesByFinding,
  type FoundCredential,
  type LedgerChange,
  rotatedHere,
} from '../custody/found-credentials.ts';
import type { KeptKeys } from '../custody/kept-keys.ts';
import { changesByRecords } from '../custody/kept-records.ts';
import { keyProblems, stateText } from '../custody/ledger-words.ts';
import type { OpenExchangeKeys } from '../custody/open-exchange-keys.ts';
import type { Passports } from '../custody/passports.ts';
import type { Vault } from '../custody/vault.ts';
import { exchangeNames } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SetKeys } from '../domain/set-keys.ts';
import type { Clock, Ids, Log } from '../ports.ts';
import type { Record } from '../trading/record.ts';

/** What the ledger stands on. */
export interface LedgerParts {
  readonly table: CredentialsTable;
  readonly passports: Passports;
  readonly keys: OpenExchangeKeys;
  readonly set: SetKeys;
  /** What is wrong with the secrets of signers in the settings and beside the keystore. */
  readonly signerProblems: () => readonly string[];
  readonly allowed: () => readonly string[] | null;
  readonly vault: Pick<Vault, 'facts'>;
  readonly findKeys: () => readonly FoundCredential[];
  readonly findOthers: () => readonly FoundCredential[];
  /** The identities of what the vault holds; readable while it is locked. */
  readonly keptIdentities: () => Result<readonly string[]>;
  readonly kept: KeptKeys;
  /** What puts the reminder of a credential off, for this due date. */
  readonly snoozed: (credentialId: string, dueAtMs: number | null) => Snoozed | null;
  readonly record: Record;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Something is another than before. */
  readonly changed: () => void;
}

/** One row for each credential, and the word of what is wrong with them. */
export interface CredentialLedger {
  /** Looks for the keys in the settings; called first, so that each has its row before it is used. */
  findKeys(): void;
  /** Looks for every credential that is found and not entered; what is another than before leaves a row in the trail. */
  find(): void;
  /** A person changed what lies in a slot here; `fingerprint` marks the new one, null where nothing can mark it now. */
  rotated(slot: string, fingerprint: string | null, actor: string): void;
  /** `storage-failed`. */
  list(): Result<Pick<Custody, 'credentials' | 'vault' | 'problems'>>;
  /** `not-found`, `storage-failed`. */
  stored(credentialId: string): Result<StoredCredential>;
  row(credentialId: string): Result<CredentialRow>;
  /** The passport of a key; null for what is no key of an exchange that can be traded on. */
  passport(credential: StoredCredential): Result<KeyPassport | null>;
}

/** The ledger of an open console.db. */
export function createCredentialLedger(parts: LedgerParts): CredentialLedger {
  const { clock, keys, passports, record, table } = parts;

  /** Keeps the changes that what is there makes to the rows, and writes them down in the trail. */
  const takeIn = (changesTo: (kept: readonly StoredCredential[]) => readonly LedgerChange[], actor = 'core'): void => {
    const kept = table.all();
    if (!kept.ok) {
      parts.log.warn('the credentials could not be read', { code: kept.error.code });
      return;
    }
    const changes = changesTo(kept.value);
    if (changes.length === 0) return;
    const written = table.keepAll(changes.map(({ credential, evidence }) => [credential, evidence]));
    if (!written.ok) {
      parts.log.warn('the credentials could not be kept', { code: written.error.code });
      return;
    }
    for (const { credential, eventType, evidence } of changes) {
      if (evidence.length === 0) continue;
      const { credentialId, fingerprint, kind, place, subject } = credential;
      void record.after({
        eventType,
        level: eventType === 'credential-missing' ? 'warn' : 'info',
        status: 'ok',
        actor,
        subject: credentialId,
        body: { kind, subject, place, fingerprint },
      });
    }
    parts.changed();
  };
  const isSetting = (slot: string): boolean => slot.startsWith('setting:');
  const takeInFound = (found: readonly FoundCredential[], isLookedFor: (slot: string) => boolean): void =>
    takeIn((kept) => changesByFinding(found, kept, isLookedFor, clock.nowMs(), () => parts.ids.next()));

  const passport: CredentialLedger['passport'] = (credential) => {
    const exchange = exchangeNames.find((name) => name === credential.subject);
    return credential.kind === 'cex-key' && exchange !== undefined ? passports.of(credential, exchange) : ok(null);
  };

  const rowOf = (credential: StoredCredential, counting: ReadonlySet<string>): Result<CredentialRow> => {
    const evidence = table.evidence(credential.credentialId);
    if (!evidence.ok) return evidence;
    const found = passport(credential);
    if (!found.ok) return found;
    const { credentialId } = credential;
    const state = stateText(credential, counting.has(credentialId));
    const row = credentialRow(credential, evidence.value, found.value, state, clock.nowMs());
    return ok({ ...row, snoozed: parts.snoozed(credentialId, row.dueAtMs) });
  };

  /** The ids of the keys that count now. */
  const counting = (): ReadonlySet<string> =>
    new Set(
      exchangeNames.flatMap((name) => {
        const key = keys.keyFor(name);
        return key.ok && key.value !== null ? [key.value.credentialId] : [];
      }),
    );

  const stored = (credentialId: string): Result<StoredCredential> => {
    const found = table.find(credentialId);
    if (!found.ok) return found;
    return found.value === null ? err({ code: 'not-found', retry: 'never', what: 'this credential' }) : ok(found.value);
  };

  return {
    findKeys: () => takeInFound(parts.findKeys(), isSetting),
    find() {
      takeInFound(parts.findKeys(), isSetting);
      takeInFound(parts.findOthers(), (slot) => !isSetting(slot));
      const identities = parts.keptIdentities();
      if (identities.ok) {
        takeIn((kept) => changesByRecords(identities.value, kept, parts.kept.describe, clock.nowMs()));
      }
    },
    rotated(slot, fingerprint, actor) {
      takeIn((kept) => {
        const before = kept.find((one) => one.slot === slot);
        return before === undefined ? [] : rotatedHere(before, fingerprint, clock.nowMs(), 'It was changed here.');
      }, actor);
    },
    list() {
      const all = table.all();
      if (!all.ok) return all;
      const now = counting();
      const credentials: CredentialRow[] = [];
      for (const credential of all.value) {
        const row = rowOf(credential, now);
        if (!row.ok) return row;
        credentials.push(row.value);
      }
      const blocking = blocksGoingLive(credentials, clock.nowMs());
      const overdue = credentials
        .filter(({ dueLevel }) => dueLevel === 'overdue')
        .map((row) => {
          const until = blocking.includes(row) ? ' Live trading cannot begin before that.' : '';
          return `'${row.label}' is overdue: rotate it.${until}`;
        });
      const problems = [...keyProblems(keys, parts.set, parts.allowed()), ...parts.signerProblems(), ...overdue];
      return ok({ credentials, vault: parts.vault.facts(), problems });
    },
    stored,
    row(credentialId) {
      const found = stored(credentialId);
      return found.ok ? rowOf(found.value, counting()) : found;
    },
    passport,
  };
}
