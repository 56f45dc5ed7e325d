import type { Json } from '../../domain/canonical.ts';
import type { TransactionFacts } from '../../policy/transaction-facts.ts';

/** The facts that a transaction was judged by, for its audit row; whole numbers are decimal text. */
export function recordedFacts(facts: TransactionFacts): Json {
  return JSON.parse(JSON.stringify(facts, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)));
}
