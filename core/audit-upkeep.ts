import type * as z from 'zod';
import type { AuditExportInput } from './contract/schemas/audit.ts';
import type { Approval, AuditExport, RetentionPlan } from './contract/shapes.ts';
import type { Json } from './domain/canonical.ts';
import { conflict } from './domain/conflict.ts';
import { ok, type Result } from './domain/result.ts';
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
export function retentionPlan(parts: Parts, atMs = confirmedNowMs(parts)): Promise<Result<RetentionPlan>> {
  return parts.audit.retention.plan(atMs);
}

/** Asks the person for a retention pass; `conflict` when nothing is due or the confirmed time does not fit the trail. */
export async function requestRetention(parts: Parts): Promise<Result<Approval>> {
  // What the person agrees to is what is due now, however much later the word is typed.
  const atMs = confirmedNowMs(parts);
  const plan = await retentionPlan(parts, atMs);
  if (!plan.ok) return plan;
  const { rows, oldest, newest } = plan.value;
  if (rows === 0 || oldest === null || newest === null) {
    return conflict('no row is past its time');
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
    act: (actor) => pass(parts, actor, atMs),
  });
}

/** The pass itself writes the rows before and after it. */
async function pass(parts: Parts, actor: string, atMs: number): Promise<Result<void>> {
  const cleared = await parts.audit.retention.pass({ confirmedNowMs: atMs, byPerson: true, actor });
  return cleared.ok ? ok(undefined) : cleared;
}
