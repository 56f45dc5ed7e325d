import type * as z from 'zod';
import type { AuditExportInput } from './contract/schemas/audit.ts';
import type { Approval, AuditExport, RetentionPlan } from './contract/shapes.ts';
import type { Json } from './domain/canonical.ts';
import { err, ok, type Result } from './domain/result.ts';
import { exportFile } from './exports-folder.ts';
import type { HandlerParts } from './handlers/parts.ts';

type Parts = Pick<HandlerParts, 'audit' | 'approvals' | 'clock' | 'dataFolder' | 'openPaper' | 'record'>;

/** Writes the trail to a file under `<data>/exports` and records that, with the file's hash. */
export async function exportAudit(
  { audit, clock, dataFolder, record }: Parts,
  { filter, format }: z.output<typeof AuditExportInput>,
  actor: string,
): Promise<Result<AuditExport>> {
  const file = exportFile(dataFolder, clock, 'audit', format);
  const exported = await audit.export(filter, format, file);
  await record.after({
    eventType: 'audit-export',
    level: exported.ok ? 'info' : 'warn',
    status: exported.ok ? 'ok' : 'failed',
    actor,
    subject: format,
    body: { filter: { ...filter } as Json, ...(exported.ok ? { ...exported.value } : { error: exported.error.code }) },
  });
  return exported.ok ? ok({ file, ...exported.value }) : exported;
}

/**
 * The time that retention goes by: no later than a venue's clock and this machine's both say. Before a venue was heard nothing is due.
 */
function confirmedNowMs({ openPaper }: Parts): number {
  return openPaper()?.trading.confirmedTime.nowMs() ?? 0;
}

/** What a retention pass would clear now. */
export function retentionPlan(parts: Parts): Result<RetentionPlan> {
  return parts.audit.retention.plan(confirmedNowMs(parts));
}

/** Asks the person for a retention pass; `conflict` when nothing is due. */
export function requestRetention(parts: Parts): Result<Approval> {
  const plan = retentionPlan(parts);
  if (!plan.ok) return plan;
  const { rows, oldest, newest } = plan.value;
  if (rows === 0 || oldest === null || newest === null) {
    return err({ code: 'conflict', retry: 'never', what: 'no row is past its time' });
  }
  return parts.approvals.ask({
    kind: 'audit-retention',
    subject: 'audit-retention',
    title: `Clear what ${rows} rows of the audit trail say: their time is up.`,
    lines: [
      { label: 'Rows', text: String(rows) },
      { label: 'Oldest', text: oldest },
      { label: 'Newest', text: newest },
      { label: 'Stays', text: 'when, what kind, who and how it ended, and every hash: the chain still verifies' },
    ],
    warnings: ['What the rows say is gone for good. Export the trail first if you may need it.'],
    rulings: [],
    word: 'CLEAR',
    act: (actor) => pass(parts, actor),
  });
}

async function pass(parts: Parts, actor: string): Promise<Result<void>> {
  const entry = { eventType: 'audit-retention', level: 'info' as const, actor, subject: 'pass' };
  const plan = retentionPlan(parts);
  if (!plan.ok) return plan;
  const row = await parts.record.before({ ...entry, status: 'requested', body: { ...plan.value } });
  if (!row.ok) return row;
  const cleared = parts.audit.retention.clear(confirmedNowMs(parts), true);
  await parts.record.after({
    ...entry,
    status: cleared.ok ? 'ok' : 'failed',
    body: cleared.ok ? { rows: cleared.value } : { error: cleared.error.code },
  });
  return cleared.ok ? ok(undefined) : cleared;
}
