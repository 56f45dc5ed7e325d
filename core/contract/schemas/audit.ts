import * as z from 'zod';
import { AtMs } from './common.ts';

/** One row of the audit trail without its hashes. */
export const AuditRow = z.strictObject({
  id: z.number().int().positive(),
  timestamp: z.string(),
  eventType: z.string(),
  level: z.enum(['info', 'warn', 'error']),
  status: z.enum(['requested', 'ok', 'failed', 'unknown', 'recovered']),
  actor: z.string(),
  subject: z.string(),
  body: z.string().nullable(),
});

/** A row with what chains it. */
export const AuditRowDetail = z.strictObject({
  ...AuditRow.shape,
  bodyHash: z.string(),
  prevHash: z.string(),
  hash: z.string(),
  sealed: z.boolean(),
  retainUntil: z.string().nullable(),
});

/** Rows newest first; filters are exact except `text`, which is searched in subject and body. `beforeId` pages. */
export const AuditQuery = z.strictObject({
  eventType: z.string().optional(),
  level: z.enum(['info', 'warn', 'error']).optional(),
  status: z.enum(['requested', 'ok', 'failed', 'unknown', 'recovered']).optional(),
  /** What a row is about, whole, such as the id of a credential or an order. */
  subject: z.string().min(1).max(200).optional(),
  text: z.string().max(200).optional(),
  fromMs: AtMs.optional(),
  toMs: AtMs.optional(),
  beforeId: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(500).default(50),
});

/**
 * What a walk over the chain found. `firstBadId` is the first row whose content, order or link is wrong; `gaps` are missing ids;
 * `cutTail` says the outside head knows rows that are gone; `unsealed` are spans of rows that no seal of their own or after them stands
 * for; `uncheckedSeals` rows carry a seal that could not be checked, for the vault was locked. `late` are stretches of rows that happened while the trail could not be written and entered it afterwards, with the times of the first and last of them and
 * how many were lost; `waiting` rows are still in the emergency file.
 */
export const AuditVerification = z.strictObject({
  ok: z.boolean(),
  rows: z.number().int().nonnegative(),
  headId: z.number().int().nonnegative(),
  firstBadId: z.number().int().positive().nullable(),
  problem: z.string().nullable(),
  gaps: z.array(z.strictObject({ fromId: z.number().int(), toId: z.number().int() })),
  cutTail: z.boolean(),
  unsealed: z.array(z.strictObject({ fromId: z.number().int(), toId: z.number().int() })),
  uncheckedSeals: z.number().int().nonnegative(),
  late: z.array(
    z.strictObject({
      fromId: z.number().int(),
      toId: z.number().int(),
      recordedFrom: z.string().nullable(),
      recordedTo: z.string().nullable(),
      lost: z.number().int().nonnegative(),
    }),
  ),
  waiting: z.number().int().nonnegative(),
});

/** What to export: rows oldest first, filtered as a query is. */
export const AuditExportInput = z.strictObject({
  format: z.enum(['jsonl', 'csv']),
  filter: AuditQuery.omit({ beforeId: true, limit: true }).default({}),
});

/** An export as it was written. */
export const AuditExport = z.strictObject({
  file: z.string(),
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});

/** What a retention pass would clear now: rows whose time is over, oldest first, and whether the person has to agree. */
export const RetentionPlan = z.strictObject({
  rows: z.number().int().nonnegative(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  /** More than 31 days' worth of rows would be cleared. */
  needsPerson: z.boolean(),
});
