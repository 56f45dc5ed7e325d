import * as z from 'zod';
import { anyone, approver, type Method, nothing } from '../method.ts';
import * as backups from '../schemas/backups.ts';
import * as common from '../schemas/common.ts';

/** Plain text on one line: nothing in it that a terminal would obey, or that cannot be seen. */
const Words = z
  .string()
  .trim()
  .min(3)
  .max(300)
  .regex(/^\P{C}*$/u, 'has characters that cannot be shown');
const File = z.string().min(1).max(4096);

/**
 * The backup register. What is in it is the word of a person, so writing it raises: a register that anybody can fill says nothing. No
 * secret goes in; a passphrase is taken for one opening and forgotten.
 */
export const backupMethods = {
  'backups.list': { from: anyone, effect: 'read', input: nothing, output: backups.Backups },
  /** A new backup. `file` is read once for its digest. */
  'backups.record': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      component: backups.BackupComponent,
      place: Words,
      encryption: Words,
      access: Words,
      twoPerson: backups.Attested,
      geographicSplit: backups.Attested,
      setId: backups.SetId.optional(),
      file: File.optional(),
    }),
    output: backups.BackupRow,
  },
  /** By opening the file (vault, keystore, policy document), or by a person's word where the console must not, or cannot, look. */
  'backups.verify': {
    from: approver,
    effect: 'raise',
    input: z.discriminatedUnion('by', [
      z.strictObject({
        by: z.literal('opening'),
        backupId: common.Id,
        file: File,
        passphrase: z.string().min(1).max(1000).optional(),
      }),
      z.strictObject({
        by: z.literal('attestation'),
        backupId: common.Id,
        result: z.enum(['ok', 'failed']),
        text: Words,
      }),
    ]),
    output: backups.BackupRow,
  },
  /** A rehearsal with a set of recovery shares, wherever it was held: noted at every backup of that set. */
  'backups.rehearsed': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ setId: backups.SetId, result: z.enum(['ok', 'failed']), text: Words }),
    output: z.array(backups.BackupRow),
  },
  'backups.retire': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ backupId: common.Id, reason: Words }),
    output: backups.BackupRow,
  },
} as const satisfies Readonly<Record<string, Method>>;
