import * as z from 'zod';
import type { AuditRow } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Seen } from './checklist-facts.ts';

const Break = z.looseObject({ problem: z.string() });

/** When the trail was last found not to hold, as its own row tells it; null where none does. A trail that was put in its place has one. */
export function lastBreak(audit: {
  newest(kind: { readonly eventType: 'audit'; readonly status: 'failed' }): Result<AuditRow | null>;
}): Result<Seen | null> {
  const row = audit.newest({ eventType: 'audit', status: 'failed' });
  if (!row.ok || row.value === null) return row.ok ? ok(null) : row;
  const body = Break.safeParse(readJson(row.value.body ?? ''));
  return ok(body.success ? { atMs: Date.parse(row.value.timestamp), text: body.data.problem } : null);
}
