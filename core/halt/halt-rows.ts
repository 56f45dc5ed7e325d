import type { Audit, AuditEntry } from '../audit/audit.ts';
import { ok, type Result } from '../domain/result.ts';
import type { HaltCause } from './halt-state.ts';

/** The row of a halt: an emergency halt trigger in the words of CUSTODY.md. */
export function haltRow(cause: HaltCause): AuditEntry {
  const { code, source, text } = cause;
  return { eventType: 'halt', level: 'error', status: 'ok', actor: source, subject: code, body: { text } };
}

/** The row of a change that neither halts nor releases. */
export function changeRow(code: string, change: string): AuditEntry {
  return { eventType: 'halt', level: 'info', status: 'ok', actor: 'core', subject: code, body: { change } };
}

/** A row of a release: requested, then ok or failed. */
export function releaseRow(
  to: 'active' | 'reducing',
  actor: string,
  status: 'requested' | 'ok' | 'failed',
  body: AuditEntry['body'],
): AuditEntry {
  return { eventType: 'halt-release', level: status === 'failed' ? 'warn' : 'info', status, actor, subject: to, body };
}

/**
 * Whether the audit trail's last word is a halt: its newest halt has no release after it. The errors of `Audit.newest`.
 * A store that could not be written can say otherwise, while the row has reached the emergency file.
 */
export function lastWordIsHalt(audit: Pick<Audit, 'newest'>): Result<boolean> {
  const halted = audit.newest({ eventType: 'halt', level: 'error' });
  if (!halted.ok) return halted;
  if (halted.value === null) return ok(false);
  const released = audit.newest({ eventType: 'halt-release', status: 'ok' });
  if (!released.ok) return released;
  return ok(released.value === null || released.value.id < halted.value.id);
}
