import type { Custody as CustodyList, DueSummary } from '../contract/shapes.ts';
import type { Announcement } from '../contract/topics.ts';
import { createCredentialsTable } from '../custody/credentials-table.ts';
import type { ExchangeKey, ExchangeKeys } from '../custody/exchange-keys.ts';
import { keyedMark } from '../custody/fingerprint.ts';
import { createKeptKeys } from '../custody/kept-keys.ts';
import { signerSecretProblems, strayKeystores } from '../custody/ledger-words.ts';
import { openExchangeKeys } from '../custody/open-exchange-keys.ts';
import { createPassports } from '../custody/passports.ts';
import { createPassportsTable } from '../custody/passports-table.ts';
import { createSealedRecords } from '../custody/sealed-records.ts';
import { createUnwipedKeys } from '../custody/unwiped-keys.ts';
import { type ExchangeName, exchangeNames } from '../domain/exchanges.ts';
import { ok, type Result } from '../domain/result.ts';
import type { PassportWord } from '../exchanges/exchange-mode.ts';
import { exchangeTransport, standInOf } from '../exchanges/exchange-transport.ts';
import type { Foundations } from '../foundations.ts';
import { openSchedule } from '../open-schedule.ts';
import type { Ports } from '../ports.ts';
import type { ScheduleDesk } from '../schedule-desk.ts';
import { exchangeKeySettings } from '../settings/exchange-key-settings.ts';
import type { KeptIdentities } from '../signing/kept-identities.ts';
import type { Keystores } from '../signing/keystores.ts';
import type { ServedCertificates } from '../signing/served-certificates.ts';
import type { StandingPolicy } from '../standing-policy.ts';
import type { Record } from '../trading/record.ts';
import { openKeyReader } from '../venues/open-key-reader.ts';
import { type CredentialDesk, createCredentialDesk } from './credential-desk.ts';
import { createCredentialLedger } from './credential-ledger.ts';
import { startCredentialUpkeep } from './credential-upkeep.ts';
import { findOthers, findSetKeys, passwordSlot } from './find-credentials.ts';
import { probeKey } from './key-probe.ts';
import { type KeysForRotation, keysForRotation } from './keys-for-rotation.ts';
import { keysharesRefreshed } from './keyshares-refreshed.ts';
import { createPassportReading, type ReadingParts } from './passport-reading.ts';
import { passportWord } from './passport-word.ts';

/** How long one reading of a passport may take. */
const readingTimeoutMs = 10_000;

/** Everything that the console keeps for the person, and what it knows of it. */
export interface Custody {
  readonly keys: ExchangeKeys;
  readonly desk: CredentialDesk;
  readonly schedule: ScheduleDesk;
  /** What the rotation of a key asks of the credentials. */
  readonly rotation: KeysForRotation;
  /** Every credential, found anew; `storage-failed`. */
  list(): Result<Omit<CustodyList, 'lastDrillAtMs'>>;
  /** What is due, for the status. */
  due(): DueSummary;
  /** The verdict on the key that counts for an exchange. */
  passport(exchange: ExchangeName): PassportWord;
  /** The vault was opened or changed: what is there is looked at now, and not in a minute. */
  look(): void;
  /** The keystore was put under another password here; nothing of it is kept but a mark. */
  passwordChanged(newPassword: string, actor: string): void;
  /** Another keystore is the one in use; where its password can be told from the one before, that was rotated with it. */
  keystoreReplaced(actor: string): void;
  /** Both keyshares are new; as `keysharesRefreshed`. */
  sharesRefreshed(sharePoints: readonly [string, string] | null, sinceMs: number, actor: string): Result<void>;
  close(): void;
}

/** What custody stands on. */
export interface CustodyParts {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly dataFolder: string;
  readonly record: Record;
  readonly policy: StandingPolicy;
  readonly keystores: Keystores;
  readonly identities: KeptIdentities;
  readonly served: Pick<ServedCertificates, 'of'>;
  /** An exchange, by its title, says that a key can do more than it said before. */
  readonly widened: ReadingParts['widened'];
  readonly announce: (announcement: Announcement) => void;
  /** The status has changed. */
  readonly changed: () => void;
}

/** The custody of a data folder. Exchanges are asked only of keys that are set, once the console stands. */
export function openCustody(parts: CustodyParts): Custody {
  const { announce, foundations, policy, ports, record } = parts;
  const { database, settings, vault } = foundations;
  const { clock, ids, log } = ports;
  const set = exchangeKeySettings(settings);
  // Exchanges that were named and cannot be read allow none: the generic key could be any one's.
  const isUnreadable = settings.problems.some(({ name }) => name === 'ALLOW_EXCHANGES');
  const allowed = () => (isUnreadable ? [] : (policy.limits().allowExchanges ?? null));
  const table = createCredentialsTable(database);
  const isStandIn = (subject: string | null) =>
    exchangeNames.some((name) => name === subject && standInOf(settings, name) !== null);
  const hadComeMs = foundations.audit.newestBeforeMs;
  const passports = createPassports(createPassportsTable(database), clock, { isStandIn, hadComeMs });
  const kept = createKeptKeys(vault);
  const unwiped = createUnwipedKeys({ table, kept, clock });
  const keys = openExchangeKeys({ set, table, kept, allowed, isWiped: unwiped.has });
  const changed = (): void => {
    schedule.forget();
    announce({ topic: 'custody.changed', payload: {} });
  };
  const shared = { table, passports, kept, keys, record, clock, ids, log, changed };
  const schedule = openSchedule({
    ...shared,
    database,
    dataFolder: parts.dataFolder,
    rows() {
      const listed = ledger.list();
      return listed.ok ? ok(listed.value.credentials) : listed;
    },
    row: (credentialId) => ledger.row(credentialId),
    announce,
    statusChanged: parts.changed,
  });
  const ledger = createCredentialLedger({
    ...shared,
    snoozed: schedule.snoozed,
    signerProblems: () => [
      ...signerSecretProblems(settings.rows()),
      ...strayKeystores(parts.keystores.oldCopies(), parts.keystores.others()),
    ],
    set,
    allowed,
    vault,
    findKeys: () => findSetKeys(set, allowed()),
    findOthers: () => findOthers({ ...parts, ids }),
    keptIdentities: createSealedRecords(database, ids, clock).identities,
  });
  const readerFor = ({ apiKey, exchange, secret }: ExchangeKey) =>
    openKeyReader(exchange, {
      credentials: { apiKey, secret },
      transport: exchangeTransport(settings, ports.fetch, exchange),
      clock,
      rateLimit: true,
      timeoutMs: readingTimeoutMs,
    });
  const reading = createPassportReading({
    ...shared,
    ledger,
    readerFor,
    widened: parts.widened,
  });
  ledger.findKeys();
  keys.refresh();
  const desk = createCredentialDesk({ ...shared, ledger, reading, unwiped });
  const upkeep = startCredentialUpkeep({ ledger, keys, reading, retryWipes: desk.retryWipes, clock, log });
  return {
    keys,
    desk,
    schedule: schedule.desk,
    list() {
      ledger.find();
      const listed = ledger.list();
      if (!listed.ok) return listed;
      const planned = schedule.planned(listed.value.credentials);
      return planned.ok ? ok({ ...listed.value, ...planned.value }) : planned;
    },
    due: schedule.due,
    rotation: keysForRotation({
      table,
      keys,
      ledger,
      reading,
      probe: (id) => probeKey({ ledger, keys, readerFor }, id),
    }),
    passport: (exchange) => passportWord(exchange, keys, ledger),
    look() {
      upkeep.look();
      schedule.look();
    },
    keystoreReplaced(actor) {
      const password = parts.keystores.password();
      ledger.rotated(passwordSlot, password.ok ? keyedMark(vault, ids, password.value) : null, actor);
      if (password.ok) password.value.fill(0);
    },
    passwordChanged(newPassword, actor) {
      const bytes = new TextEncoder().encode(newPassword);
      ledger.rotated(passwordSlot, keyedMark(vault, ids, bytes), actor);
      bytes.fill(0);
    },
    sharesRefreshed: (sharePoints, sinceMs, actor) =>
      keysharesRefreshed({ table, ledger }, sharePoints, sinceMs, actor),
    close() {
      reading.close();
      upkeep.stop();
      schedule.stop();
    },
  };
}
