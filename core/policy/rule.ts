import type { Decision } from '../domain/errors.ts';
import type { IntentFields, OrderFields, TransactionFields } from './intent-fields.ts';
import type { Limits } from './limits.ts';

/** What rules may know of the world beside the intent; gathered before they are asked. */
export interface Facts {
  readonly isHalted: boolean;
}

/** What one rule says. `facts` are the figures it judged by. */
export interface Word {
  readonly decision: Decision;
  readonly code: string | null;
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** A rule: one pure file, whose name is its id. */
export interface Rule<I extends IntentFields = IntentFields> {
  readonly id: string;
  readonly title: string;
  readonly appliesTo: I['kind'];
  judge(intent: I, limits: Limits, facts: Facts): Word;
  /** The limit it stands on as a person reads it, null when none is set. */
  standing(limits: Limits): string | null;
}

/** A rule for orders. */
export type OrderRule = Rule<OrderFields>;
/** A rule for transactions. */
export type TransactionRule = Rule<TransactionFields>;

/** The word of a rule that lets something pass. */
export function allow(message: string, facts: Word['facts'] = {}): Word {
  return { decision: 'allow', code: null, message, facts };
}

/** The word of a rule that refuses. */
export function deny(code: string, message: string, facts: Word['facts'] = {}): Word {
  return { decision: 'deny', code, message, facts };
}

/** What a rule says when no limit of its kind is set. */
export const noLimit: Word = allow('No limit of this kind is set.');
