import * as z from 'zod';
import { AtMs, Id } from './common.ts';

/** What there can be a backup of: the rows of CUSTODY.md's backup strategy, then what this console keeps itself. */
export const BackupComponent = z.enum([
  'mpc-party-0',
  'mpc-party-1',
  'recovery-seed',
  'tls-certificates',
  'vault',
  'keystore',
  'policy',
]);

/** What a person attests of a backup; 'unknown' counts as unmet where a rule asks for it. */
export const Attested = z.enum(['yes', 'no', 'unknown']);

/** The name of a set of recovery shares. */
export const SetId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);

/** One look at a backup: 'opened' by the console, 'attested' by a person, 'rehearsed' with recovery shares. */
export const BackupCheck = z.strictObject({
  atMs: AtMs,
  by: z.enum(['opened', 'attested', 'rehearsed']),
  result: z.enum(['ok', 'failed']),
  text: z.string(),
});

/**
 * One backup. `verifiedAtMs` is the last check that went well, `ageDays` whole days since then; both null where none ever did. `unmet`
 * says in sentences which rules it does not meet, what is not known among them. Nothing here is secret.
 */
export const BackupRow = z.strictObject({
  backupId: Id,
  component: BackupComponent,
  title: z.string(),
  /** Whether the console verifies it by opening it; what is not is attested. */
  isOpenedHere: z.boolean(),
  place: z.string(),
  encryption: z.string(),
  access: z.string(),
  twoPerson: Attested,
  geographicSplit: Attested,
  /** SHA-256 of the file, in hexadecimal; null where none was shown. */
  digest: z.string().nullable(),
  setId: z.string().nullable(),
  recordedAtMs: AtMs,
  retired: z.strictObject({ atMs: AtMs, reason: z.string() }).nullable(),
  lastCheck: BackupCheck.nullable(),
  lastRehearsal: BackupCheck.nullable(),
  verifiedAtMs: AtMs.nullable(),
  ageDays: z.number().int().nonnegative().nullable(),
  unmet: z.array(z.string()),
});

/** The register. `components` has CUSTODY.md's columns beside how many backups are kept; `cannotKnow` is what no register can tell. */
export const Backups = z.strictObject({
  rows: z.array(BackupRow),
  components: z.array(
    z.strictObject({
      component: BackupComponent,
      title: z.string(),
      expected: z.strictObject({ place: z.string(), encryption: z.string(), access: z.string() }),
      kept: z.number().int().nonnegative(),
    }),
  ),
  cannotKnow: z.string(),
});
