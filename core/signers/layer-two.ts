import type { Ruling } from '../domain/errors.ts';
import type { Hex } from '../domain/hex.ts';
import { judgeSigning } from '../policy/signer-policy/judge-signing.ts';
import { readUnsigned } from '../policy/signer-policy/read-unsigned.ts';
import { readSignerRules } from '../policy/signer-policy/signer-rules.ts';

/**
 * What the second layer says of unsigned bytes, by its own reader of both the settings and the bytes. What it cannot read it denies; for
 * the live mode it also denies where it is told to judge and was given no rules.
 */
export function layerTwo(
  unsigned: Hex,
  policyTexts: Readonly<Record<string, string | undefined>>,
  isLive: boolean,
): readonly Ruling[] {
  const deny = (code: string, message: string): readonly Ruling[] => [
    { layer: 'signer', rule: 'signer-policy', decision: 'deny', code, message, facts: {} },
  ];
  const rules = readSignerRules(policyTexts);
  if (!rules.ok) return deny('invalid_setting', `${rules.error.name} cannot be read.`);
  const fields = readUnsigned(unsigned);
  if (!fields.ok) return deny('invalid_transaction', "The bytes cannot be read by the signer's own reader.");
  const words = judgeSigning(fields.value, rules.value);
  const hasRules = words.some(({ rule }) => rule !== 'signer-policy');
  if (isLive && !hasRules) return deny('no_signer_rules', 'The signer has no rules of its own, and live needs them.');
  return words.map(({ code, isAllowed, message, rule }) => ({
    layer: 'signer',
    rule,
    decision: isAllowed ? 'allow' : 'deny',
    code,
    message,
    facts: {},
  }));
}
