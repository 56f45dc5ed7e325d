import type { CallRule, TransactionPolicy } from '../contract/shapes.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';

/** The transaction part of a document in the one form it is kept in: lists sorted, each entry once, empty parts of calls left out. */
export function canonicalTransactions(policy: TransactionPolicy | undefined): TransactionPolicy | undefined {
  if (policy === undefined) return undefined;
  const parts = {
    ...policy,
    allowChainIds: policy.allowChainIds && [...new Set(policy.allowChainIds)].sort((a, b) => a - b),
    allowToAddresses: policy.allowToAddresses && [...new Set(policy.allowToAddresses.map(lower))].sort(),
    maxHourSpend: filled(policy.maxHourSpend),
    maxDaySpend: filled(policy.maxDaySpend),
    allowCalls: policy.allowCalls && once(policy.allowCalls.map(canonicalCall)),
    allowBlindSigning:
      policy.allowBlindSigning && once(policy.allowBlindSigning.map((call) => ({ ...call, to: lower(call.to) }))),
  };
  return withoutAbsent(parts) as TransactionPolicy;
}

function canonicalCall(call: CallRule): CallRule {
  const rules = (call.arguments ?? []).map(({ oneOf, ...rule }) =>
    withoutAbsent({ ...rule, oneOf: oneOf === undefined ? undefined : [...new Set(oneOf)].sort() }),
  );
  return withoutAbsent({
    ...call,
    to: lower(call.to),
    arguments: rules.length === 0 ? undefined : once(rules as NonNullable<CallRule['arguments']>),
  }) as CallRule;
}

function lower(address: string): string {
  return address.toLowerCase();
}

function filled<T extends object>(part: T | undefined): T | undefined {
  return part === undefined || Object.keys(part).length === 0 ? undefined : part;
}

/** Entries sorted by their canonical text, each once. */
function once<T>(entries: readonly T[]): T[] {
  const byText = new Map(entries.map((entry) => [canonicalText(entry as unknown as Json), entry]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function withoutAbsent(parts: object): object {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
