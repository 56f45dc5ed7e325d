import * as z from 'zod';
import { dueLevels } from '../../domain/due-levels.ts';
import { exchangeNames } from '../../domain/exchanges.ts';
import { answers } from '../../domain/key-rights.ts';
import { AtMs, Id } from './common.ts';

/** The exchanges that a key can be kept for. */
export const ExchangeName = z.enum(exchangeNames);

/** CUSTODY.md's six kinds of credential. 'api-token' is its JWT secret: the token of our local API. */
export const CredentialKind = z.enum([
  'cex-key',
  'keystore-password',
  'remote-tls',
  'mpc-keyshare',
  'api-token',
  'webhook-secret',
]);

/** Where a credential lies. 'service' is a party that keeps it itself; 'memory' is given for this run only. */
export const CredentialPlace = z.enum(['vault', 'environment', 'env-file', 'file', 'service', 'memory']);

/** How near a due date is: its level begins 30, 14 and 3 days before it, and on it. */
export const DueLevel = z.enum(dueLevels);

/** What is due, at a glance: the worst level and how many, those that are put off apart. `level` is null when nothing is within 30 days. */
export const DueSummary = z.strictObject({
  level: DueLevel.exclude(['later']).nullable(),
  count: z.number().int().nonnegative(),
  snoozed: z.number().int().nonnegative(),
});

/** A reminder that is put off until then. It puts off nothing else: what is overdue keeps live trading from beginning all the same. */
export const Snoozed = z.strictObject({ untilMs: AtMs, reason: z.string() });

/** A reminder that was raised just now: once for each level and due date, and once more at the end of a snooze. */
export const RaisedReminder = z.strictObject({
  credentialId: Id,
  kind: CredentialKind,
  label: z.string(),
  level: DueLevel.exclude(['later']),
  dueAtMs: AtMs,
});

/** A time in which the parties of a two-party signer are worked on, by plan. */
export const MaintenanceWindow = z.strictObject({
  windowId: Id,
  startsAtMs: AtMs,
  minutes: z.number().int().positive(),
  note: z.string(),
});

/** The calendar that was written last; `isCurrent` when nothing in it would be another now. */
export const CalendarExport = z.strictObject({ exportedAtMs: AtMs.nullable(), isCurrent: z.boolean() });

/** One thing that is known of a credential, and since when. */
export const Evidence = z.strictObject({
  atMs: AtMs,
  /** 'entered', 'read', 'tested', 'attested', 'rotated', 'failed', … */
  what: z.string(),
  text: z.string(),
});

const Known = z.enum(answers);
const KnownOrUntold = z.enum([...answers, 'untold']);
const When = z.union([AtMs, z.enum(['untold', 'unknown'])]);

/** What a person said of a key where the venue does not tell: weaker than what was read, and shown so. */
export const Attestation = z.strictObject({
  atMs: AtMs,
  ipRestricted: z.boolean(),
  /** Null when the person does not know. */
  createdAtMs: AtMs.nullable(),
});

/**
 * What a key may do, asked of its exchange. `state` 'fresh' was read within 24 hours, 'stale' before, 'failed' could not be read at the
 * last try (`failure` says why; the rights are those of the last time, or unknown), 'unread' never. `verdict` 'fit' only when every
 * answer is known and as it must be for live trading; 'unfit' when something is known to be wrong; else 'unknown'. `findings` says each
 * thing in a sentence, `expected` is CUSTODY.md's line for the exchange, beside what was found.
 */
export const KeyPassport = z.strictObject({
  exchange: z.string(),
  credentialId: Id,
  state: z.enum(['fresh', 'stale', 'failed', 'unread']),
  verdict: z.enum(['fit', 'unfit', 'unknown']),
  readAtMs: AtMs.nullable(),
  /** SHA-256 of the raw answer. */
  answerHash: z.string().nullable(),
  failure: z.string().nullable(),
  trade: Known,
  withdraw: Known,
  futures: KnownOrUntold,
  margin: KnownOrUntold,
  ipRestricted: KnownOrUntold,
  createdAtMs: When,
  expiresAtMs: z.union([AtMs, z.enum(['never', 'untold', 'unknown'])]),
  missing: z.array(z.string()),
  label: z.string().nullable(),
  attested: Attestation.nullable(),
  findings: z.array(z.strictObject({ severity: z.enum(['ok', 'warning', 'refusal']), text: z.string() })),
  expected: z.strictObject({ permissions: z.string(), ipRestriction: z.string(), rotationDays: z.number().int() }),
});

/**
 * One credential. `state` 'active' is in use, 'standby' is kept and not used, 'retired' was taken out of use, 'missing' is known of
 * but not there (now). `dueAtMs` is when it must be rotated: `dueBy` says by which clock. Intervals are days. Nothing here is secret.
 */
export const CredentialRow = z.strictObject({
  credentialId: Id,
  kind: CredentialKind,
  label: z.string(),
  /** The exchange, signing service or party it is for; null when there is only one. */
  subject: z.string().nullable(),
  place: CredentialPlace,
  /** A short mark by which it is told from another: of its public part, or of a keyed hash. Null while it cannot be read. */
  fingerprint: z.string().nullable(),
  state: z.enum(['active', 'standby', 'retired', 'missing']),
  stateText: z.string(),
  createdAtMs: AtMs.nullable(),
  enteredAtMs: AtMs,
  lastRotatedAtMs: AtMs.nullable(),
  intervalDays: z.number().int().positive(),
  /** CUSTODY.md's interval for the kind. */
  specDays: z.number().int().positive(),
  intervalReason: z.string().nullable(),
  dueAtMs: AtMs.nullable(),
  dueBy: z.enum(['interval', 'venue', 'certificate']),
  /** Null where there is no date. */
  dueLevel: DueLevel.nullable(),
  snoozed: Snoozed.nullable(),
  evidence: z.array(Evidence),
  passport: KeyPassport.nullable(),
});

/** The vault, without anything in it. `openedBy` is what opens it at start; `secondLock` whether a passphrase is needed beside the keychain. */
export const VaultFacts = z.strictObject({
  state: z.enum(['absent', 'locked', 'open']),
  openedBy: z.enum(['keychain', 'passphrase', 'nothing']),
  problem: z.string().nullable(),
  secondLock: z.boolean(),
  records: z.number().int().nonnegative(),
  masterKeyMadeAtMs: AtMs.nullable(),
});

/** Every credential and the vault. `problems` are sentences about credentials that cannot be used as they are set. */
export const Custody = z.strictObject({
  credentials: z.array(CredentialRow),
  vault: VaultFacts,
  problems: z.array(z.string()),
  /** The planned windows, soonest first; those that have just ended are still among them. */
  maintenance: z.array(MaintenanceWindow),
  calendar: CalendarExport,
  /** When a drill of the emergency procedure was completed last; null where none was. */
  lastDrillAtMs: AtMs.nullable(),
});
