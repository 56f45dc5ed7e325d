import { createHash } from 'node:crypto';
import type { PolicyDocument } from '../contract/shapes.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';

/** What a new data folder allows: spot orders on the practice exchange. */
export const firstDocument: PolicyDocument = { version: 1, allowExchanges: ['practice'], allowMarketTypes: ['spot'] };

/** SHA-256 (hex) over the canonical text of a policy document. */
export function documentDigest(document: PolicyDocument): string {
  return createHash('sha256')
    .update(canonicalText(document as unknown as Json))
    .digest('hex');
}
