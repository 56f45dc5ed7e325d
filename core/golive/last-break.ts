import * as z from 'zod';
import type { AuditRow } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Seen } from './checklist-facts.ts';

const Break = z.looseObject({ problem: z.string() });
/** One that was kept beside the trail first has its own body within. */
const Late = z.looseObject({ body: Break });

/**
 * When the trail was last found not to hold, as its own row tells it, or that a row was lost; null where no row says so. A trail that was put
 * in the place of another one has such a row.
 */
export function lastBreak(audit: {
  newest(kind: { readonly eventType: 'audit'; readonly status: 'failed' }): Result<AuditRow | null>;
}): Result<Seen | null> {
  const row = audit.newest({ eventType: 'audit', status: 'failed' });
  if (!row.ok || row.value === null) return row.ok ? ok(null) : row;
  const { body, id, timestamp } = row.value;
  const read = readJson(body ?? '');
  const problem = Break.safeParse(read).data?.problem ?? Late.safeParse(read).data?.body.problem;
  return ok({ atMs: Date.parse(timestamp), text: problem ?? `see row ${id}` });
}
