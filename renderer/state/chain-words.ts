import type { AuditChain } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { counted } from '../format/amount.ts';
import { agoInWords } from '../format/time.ts';

/** The audit chain's state in words: for a chip, and as a sentence. */
export interface ChainWords {
  readonly short: string;
  readonly sentence: string;
  readonly tone: 'good' | 'calm' | 'caution';
}

/** Says how far the trail is known to hold. */
export function chainWords(audit: AuditChain, nowMs: number): ChainWords {
  const verifiedTo = `row ${counted(audit.verifiedToId)}`;
  switch (audit.state) {
    case 'verified': {
      const age = audit.verifiedAtMs === null ? '' : `, ${agoInWords(audit.verifiedAtMs, nowMs)}`;
      return { short: `Verified to ${verifiedTo}`, sentence: `Verified to ${verifiedTo}${age}.`, tone: 'good' };
    }
    case 'verifying':
      return {
        short: `Verifying, at ${verifiedTo}`,
        sentence: `Verifying: ${verifiedTo} of ${counted(audit.headId)} is reached.`,
        tone: 'calm',
      };
    case 'broken':
      return {
        short: 'Audit broken',
        sentence: `The trail does not hold: ${problemOf(audit)} Verified to ${verifiedTo}.`,
        tone: 'caution',
      };
    case 'failed':
      return {
        short: 'Audit not writable',
        sentence: `Rows cannot be written: ${problemOf(audit)} Nothing is sent without a row.`,
        tone: 'caution',
      };
  }
}

function problemOf(audit: AuditChain): string {
  return audit.problem === null ? 'no reason is known.' : `${shownText(audit.problem).replace(/\.$/, '')}.`;
}
