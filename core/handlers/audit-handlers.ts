import { exportAudit, requestRetention, retentionPlan } from '../audit-upkeep.ts';
import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names =
  | 'audit.query'
  | 'audit.get'
  | 'audit.verify'
  | 'audit.export'
  | 'audit.retentionPlan'
  | 'audit.requestRetention';

/** Reading, verifying, exporting and keeping the audit trail. */
export function auditHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { audit } = parts;
  return {
    'audit.query': async (query) => {
      const rows = await audit.query(query);
      return rows.ok ? ok([...rows.value]) : rows;
    },
    'audit.get': ({ id }) => audit.get(id),
    'audit.verify': ({ fromId }) => audit.verify(fromId),
    'audit.export': (input, face) => exportAudit(parts, input, actorOf(face)),
    'audit.retentionPlan': () => retentionPlan(parts),
    'audit.requestRetention': () => requestRetention(parts),
  };
}
