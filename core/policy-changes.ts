import type { Approval, PolicyDocument } from './contract/shapes.ts';
import { canonicalText, type Json } from './domain/canonical.ts';
import { conflict } from './domain/conflict.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { HandlerParts } from './handlers/parts.ts';
import { canonicalDocument, documentDigest } from './policy/document.ts';

/** A document that is to take the place of the one with this digest. */
export interface PolicyEdit {
  readonly document: PolicyDocument;
  readonly baseDigest: string;
}

type Parts = Pick<HandlerParts, 'policy' | 'record' | 'approvals' | 'announce' | 'changed'>;

/**
 * Puts a document in force that loosens nothing. `needs-approval` when it loosens anything (ask with `requestPolicyChange`), `conflict`
 * when the policy has changed since it was read, `audit-failed` or `storage-failed` leave the old one.
 */
export async function tightenPolicy(
  parts: Parts,
  { document, baseDigest }: PolicyEdit,
  actor: string,
): Promise<Result<{ digest: string }>> {
  if (parts.policy.digest() !== baseDigest) return hasChanged();
  const change = parts.policy.compare(document);
  if (change.loosens.length > 0) {
    const rulings = change.loosens.map((message) => ({
      layer: 'engine' as const,
      rule: 'policy-change',
      decision: 'needs-approval' as const,
      code: 'loosens',
      message,
      facts: {},
    }));
    return err({ code: 'needs-approval', retry: 'never', rulings });
  }
  return apply(parts, document, baseDigest, actor);
}

/** Asks the person to put a document in force that loosens something; `conflict` when it changes nothing or the policy has changed. */
export function requestPolicyChange(parts: Parts, { document, baseDigest }: PolicyEdit): Result<Approval> {
  if (parts.policy.digest() !== baseDigest) return hasChanged();
  const { loosens, tightens } = parts.policy.compare(document);
  if (loosens.length + tightens.length === 0) {
    return conflict('the policy is already as this document says');
  }
  return parts.approvals.ask({
    kind: 'policy-change',
    subject: 'policy',
    title:
      loosens.length > 0 ? 'Loosen the policy: more can pass than now.' : 'Tighten the policy: less can pass than now.',
    lines: [
      ...loosens.map((text) => ({ label: 'Looser', text })),
      ...tightens.map((text) => ({ label: 'Stricter', text })),
      { label: 'Digest of the new policy', text: documentDigest(canonicalDocument(document)) },
    ],
    warnings: [],
    rulings: [],
    word: null,
    act: async (actor) => {
      const applied = await apply(parts, document, baseDigest, actor);
      return applied.ok ? ok(undefined) : applied;
    },
  });
}

async function apply(
  { policy, record, announce, changed }: Parts,
  document: PolicyDocument,
  baseDigest: string,
  actor: string,
): Promise<Result<{ digest: string }>> {
  const before = policy.describe().document;
  const entry = {
    eventType: 'policy-change',
    level: 'info' as const,
    actor,
    subject: documentDigest(canonicalDocument(document)),
    body: {
      change: policy.compare(document) as unknown as Json,
      before: canonicalText(before as unknown as Json),
      after: canonicalText(canonicalDocument(document) as unknown as Json),
    },
  };
  const row = await record.before({ ...entry, status: 'requested' });
  if (!row.ok) return row;
  // The row was a wait: another change may have come in between.
  const applied = policy.digest() === baseDigest ? policy.apply(document) : hasChanged();
  await record.after({ ...entry, status: applied.ok ? 'ok' : 'failed' });
  if (!applied.ok) return applied;
  announce({ topic: 'policy.changed', payload: { digest: applied.value } });
  changed();
  return ok({ digest: applied.value });
}

function hasChanged(): Result<never> {
  return conflict('the policy has changed since it was read');
}
