import type { Audit } from '../audit/audit.ts';
import type { AuditQuery, AuditRow } from '../contract/shapes.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Emergency } from '../procedures/emergency/emergency.ts';
import { type Review, reviewOf } from '../procedures/emergency/review.ts';

/** Rows asked for at once, and how often for each filter: what is more is said to be so. */
const pageRows = 500;
const mostPages = 20;

type Filter = Pick<AuditQuery, 'eventType' | 'subject' | 'text'>;

/** Reads what the audit trail has of the credential of an emergency until `toMs`; of a drill what was tried on the practice exchange. `storage-failed`. */
export async function reviewTrail(
  audit: Pick<Audit, 'query'>,
  emergency: Emergency,
  toMs: number,
): Promise<Result<Review>> {
  const fromMs = emergency.sinceMs;
  const found: AuditRow[] = [];
  let isWhole = true;
  for (const filter of filtersFor(emergency)) {
    let beforeId: number | undefined;
    for (let page = 0; ; page += 1) {
      if (page === mostPages) {
        isWhole = false;
        break;
      }
      const rows = await audit.query({
        ...filter,
        fromMs,
        toMs,
        limit: pageRows,
        ...(beforeId === undefined ? {} : { beforeId }),
      });
      if (!rows.ok) return rows;
      found.push(...rows.value);
      if (rows.value.length < pageRows) break;
      beforeId = rows.value.at(-1)?.id;
    }
  }
  return ok(reviewOf(found, { fromMs, toMs, isWhole }));
}

/** Which rows are about it: those that name it, and those of what only it can have done. */
function filtersFor({ target }: Emergency): readonly Filter[] {
  if (target === null) return [{ text: '"exchange":"practice"' }];
  const own: Filter = { subject: target.credentialId };
  switch (target.kind) {
    case 'cex-key':
      return target.subject === null
        ? [own]
        : [own, { subject: target.subject }, { text: `"exchange":"${target.subject}"` }];
    case 'keystore-password':
    case 'remote-tls':
    case 'mpc-keyshare':
      return [own, ...['sign', 'broadcast', 'transaction', 'keystore', 'signer-choice'].map(ofType)];
    case 'api-token':
      return [own, ...['halt', 'failed_auth'].map(ofType)];
    case 'webhook-secret':
      return [own];
  }
}

function ofType(eventType: string): Filter {
  return { eventType };
}
