import * as z from 'zod';
import { AtMs, Id, RulingShape } from './common.ts';

/**
 * What a person is asked in the approval window. `word` is the word to type, null where none is asked.
 * `digest` binds the answer to exactly what was shown.
 */
export const Approval = z.strictObject({
  approvalId: Id,
  kind: z.enum([
    'halt-release',
    'order',
    'transaction',
    'policy-change',
    'setting-change',
    'signer-choice',
    'address-book',
    'audit-retention',
    'waiver',
    'arming',
  ]),
  title: z.string(),
  lines: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  warnings: z.array(z.string()),
  /** What the signer's own screen will show, to be compared line by line; empty where it has none. */
  device: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  /** What every rule said, for an order or a transaction; empty for anything else. */
  rulings: z.array(RulingShape),
  word: z.string().nullable(),
  digest: z.string(),
  createdAtMs: AtMs,
  expiresAtMs: AtMs,
});

/** That an approval no longer waits, and how it ended. 'approved' says that the person did so, not that what was approved has been done. */
export const ApprovalClosed = z.strictObject({
  approvalId: Id,
  how: z.enum(['approved', 'refused', 'expired', 'replaced']),
});
