import type { Decision, Ruling } from '../domain/errors.ts';
import type { IntentFields } from './intent-fields.ts';
import type { Limits } from './limits.ts';
import type { Rule, Word } from './rule.ts';

/** All that the rules said, and the most severe word among it. */
export interface Judgement {
  readonly verdict: Decision;
  readonly rulings: readonly Ruling[];
}

/**
 * Asks every rule of a list; none is cut short by another. A rule that throws denies, and where no rule applies the answer is deny:
 * what nobody judged has not been allowed.
 */
export function judge<I extends IntentFields, F>(
  rules: readonly Rule<I, F>[],
  intent: I,
  limits: Limits,
  facts: F,
): Judgement {
  const rulings: Ruling[] = [];
  for (const rule of rules) {
    if (rule.appliesTo !== intent.kind) continue;
    const word = ask(rule, intent, limits, facts);
    rulings.push({
      layer: 'engine',
      rule: rule.id,
      decision: word.decision,
      code: word.code,
      message: word.message,
      facts: word.facts,
    });
  }
  return { verdict: verdictOf(rulings), rulings };
}

/** The most severe word over rulings; deny when there are none. */
export function verdictOf(rulings: readonly Ruling[]): Decision {
  if (rulings.length === 0) return 'deny';
  let severest: Decision = 'allow';
  for (const { decision } of rulings) {
    if (decision === 'allow') continue;
    // Anything but the two other words is a mistake, and denies.
    if (decision !== 'needs-approval') return 'deny';
    severest = decision;
  }
  return severest;
}

function ask<I extends IntentFields, F>(rule: Rule<I, F>, intent: I, limits: Limits, facts: F): Word {
  try {
    return rule.judge(intent, limits, facts);
  } catch {
    return { decision: 'deny', code: 'rule_failed', message: 'This rule could not judge, so it refuses.', facts: {} };
  }
}

/** A refusal of everything, because of a setting that cannot be taken. */
export function refusedBySettings(
  layer: Ruling['layer'],
  message: string,
  name: string,
  code = 'invalid_setting',
): Judgement {
  return { verdict: 'deny', rulings: [{ layer, rule: 'settings', decision: 'deny', code, message, facts: { name } }] };
}
