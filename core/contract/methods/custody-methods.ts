import * as z from 'zod';
import { mostSnoozeDays } from '../../domain/due-levels.ts';
import { anyone, approver, type Method, nothing, traders } from '../method.ts';
import * as common from '../schemas/common.ts';
import * as custody from '../schemas/custody.ts';

const Passphrase = z.string().min(8).max(1000);
const Label = z.string().trim().min(1).max(60);
/** No interval is longer than twice CUSTODY.md's longest; each kind has its own bound below that. */
const Days = z.number().int().min(1).max(730);
const Reason = z.string().trim().min(3).max(300);
/** A key or secret as it is pasted: lines of a PEM block included. */
const KeyText = z.string().min(1).max(8192);

/** Credentials, exchange keys and the vault. Secrets are typed in the approval window or at a terminal only. */
export const custodyMethods = {
  /** The approval window asks it too: a form must name the credential that it is about by itself. */
  'custody.list': { from: anyone, effect: 'read', input: nothing, output: custody.Custody },
  /** Rotates sooner: an interval not above CUSTODY.md's and not above the one that is set. */
  'custody.shortenInterval': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ credentialId: common.Id, days: Days }),
    output: custody.CredentialRow,
  },
  'custody.setInterval': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ credentialId: common.Id, days: Days, reason: Reason }),
    output: custody.CredentialRow,
  },
  /** Puts the reminder of a credential off: 14 days at most and not beyond its due date, 7 days once it is overdue. */
  'custody.snooze': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      credentialId: common.Id,
      days: z.number().int().min(1).max(mostSnoozeDays),
      reason: Reason,
    }),
    output: custody.CredentialRow,
  },
  /** Writes every due date and planned window as a calendar (.ics) under `<data>/exports`; nothing of a credential but its name is in it. */
  'custody.exportCalendar': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: z.strictObject({ file: z.string(), events: z.number().int().nonnegative() }),
  },
  'custody.planMaintenance': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      startsAtMs: common.AtMs,
      minutes: z.number().int().min(5).max(2880),
      note: Reason,
    }),
    output: custody.MaintenanceWindow,
  },
  'custody.removeMaintenance': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ windowId: common.Id }),
    output: custody.MaintenanceWindow,
  },
  'exchangeKeys.add': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      exchange: custody.ExchangeName,
      label: Label,
      apiKey: KeyText,
      secret: KeyText,
      password: KeyText.optional(),
    }),
    output: custody.CredentialRow,
  },
  /** Lines of an `.env` (`CEX_<EXCHANGE>_API_KEY=…`), or the JSON file of a Coinbase key: one row for each key in it. */
  'exchangeKeys.addText': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ text: z.string().min(1).max(65_536), exchange: custody.ExchangeName.optional() }),
    output: z.array(custody.CredentialRow),
  },
  /** Puts a key of the environment or the `.env` into the vault. The line there is the person's to remove; until then it counts first. */
  'exchangeKeys.takeOver': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ credentialId: common.Id, label: Label }),
    output: custody.CredentialRow,
  },
  /** Makes a kept key the one that is used for its exchange. */
  'exchangeKeys.use': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ credentialId: common.Id }),
    output: custody.CredentialRow,
  },
  /** Wipes a kept key. It stays in the list as retired. */
  'exchangeKeys.retire': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ credentialId: common.Id, reason: Reason }),
    output: custody.CredentialRow,
  },
  /** What the venue does not tell of a key, by the person's word. */
  'exchangeKeys.attest': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      credentialId: common.Id,
      ipRestricted: z.boolean(),
      /** 'YYYY-MM-DD', or null when it is not known. */
      createdOn: z.iso.date().nullable(),
    }),
    output: custody.CredentialRow,
  },
  /** Asks the exchange now what the key may do. */
  'exchangeKeys.readPassport': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ credentialId: common.Id }),
    output: custody.KeyPassport,
  },
  'vault.facts': { from: anyone, effect: 'read', input: nothing, output: custody.VaultFacts },
  /** What keeps every person at a terminal from raising anything now, as a sentence; null where a passphrase may be typed. */
  'vault.atTerminal': {
    from: anyone,
    effect: 'read',
    input: nothing,
    output: z.strictObject({ why: z.string().nullable() }),
  },
  /** Asks the keychain again, as a start does: the vault opens where it is unlocked by now. */
  'vault.askKeychain': { from: anyone, effect: 'write', input: nothing, output: custody.VaultFacts },
  /** A new master key: every record is sealed anew. */
  'vault.changeMasterKey': { from: approver, effect: 'raise', input: nothing, output: custody.VaultFacts },
  /** The passphrase of a vault that is opened by one. */
  'vault.changePassphrase': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ current: z.string().min(1).max(1000), next: Passphrase }),
    output: custody.VaultFacts,
  },
  /** A passphrase beside the keychain (null takes it away): from the next start on, both are needed. */
  'vault.setSecondLock': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ current: z.string().max(1000).nullable(), next: Passphrase.nullable() }),
    output: custody.VaultFacts,
  },
  /** Every record under a passphrase, in a file of the exports folder. */
  'vault.export': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ passphrase: Passphrase }),
    output: z.strictObject({ file: z.string(), records: z.number().int() }),
  },
  /** Records of an export; what is here under the same name stays unless `replace`. */
  'vault.import': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      text: z.string().min(1).max(4_194_304),
      passphrase: z.string().min(1).max(1000),
      replace: z.boolean().default(false),
    }),
    output: z.strictObject({ taken: z.number().int(), kept: z.number().int() }),
  },
} as const satisfies Readonly<Record<string, Method>>;
