import type { AuditRow } from '../../../core/contract/shapes.ts';

/** A row of the audit trail with any part changed; its body is given as it is before it is text. */
export function someRow({
  body = {},
  ...part
}: Partial<Omit<AuditRow, 'body'>> & { readonly body?: unknown } = {}): AuditRow {
  return {
    id: 1,
    timestamp: '2026-11-27T10:00:00.000Z',
    eventType: 'order',
    level: 'info',
    status: 'ok',
    actor: 'console',
    subject: 'o1',
    ...part,
    body: body === null ? null : JSON.stringify(body),
  };
}
