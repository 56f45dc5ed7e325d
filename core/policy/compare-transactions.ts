import type { BlindRule, CallRule, TransactionPolicy } from '../contract/shapes.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';
import { canonicalTransactions } from './canonical-transactions.ts';
import { limitText, listText, ofLimits, ofLists, type PartChange } from './directions.ts';
import { spendLimit, transactionLimitsOf } from './transaction-limits.ts';

/**
 * The parts of a document that speak of transactions, from one to another. A listed call counts as the same only when every rule of its
 * arguments is: a changed one is taken away and added, which loosens.
 */
export function compareTransactions(
  before: TransactionPolicy | undefined,
  after: TransactionPolicy | undefined,
): readonly PartChange[] {
  const from = canonicalTransactions(before) ?? {};
  const to = canonicalTransactions(after) ?? {};
  return [
    ...lists.map(([what, read]): PartChange => {
      const [x, y] = [read(from), read(to)];
      return { what, direction: ofLists(x, y), before: listText(x), after: listText(y) };
    }),
    ...limits.map(([what, key, unit]): PartChange => {
      const [x, y] = [whole(from[key]), whole(to[key])];
      return { what, direction: ofLimits(x, y, order), before: limitText(x, unit), after: limitText(y, unit) };
    }),
    ...spends(from, to),
    coolingOff(from.coolingOffHours ?? 0, to.coolingOffHours ?? 0),
    permission('Unlimited approvals', from.allowUnlimitedApprovals === true, to.allowUnlimitedApprovals === true),
    permission('Contract creation', from.disallowContractCreation !== true, to.disallowContractCreation !== true),
  ];
}

const lists: readonly (readonly [string, (policy: TransactionPolicy) => readonly string[] | undefined])[] = [
  ['Chains', ({ allowChainIds }) => allowChainIds?.map(String)],
  ['Recipients of transactions', ({ allowToAddresses }) => allowToAddresses],
  ['Allowed calls', ({ allowCalls }) => allowCalls?.map(callText)],
  // What is absent allows nothing here.
  ['Calls that may be signed blind', ({ allowBlindSigning }) => (allowBlindSigning ?? []).map(callText)],
];

const limits = [
  ['Largest value', 'maxValueWei', 'wei'],
  ['Most gas', 'maxGas', 'gas'],
  ['Highest gas price', 'maxGasPriceWei', 'wei'],
  ['Most calldata', 'maxDataBytes', 'bytes'],
  ['Highest fee', 'maxFeeWei', 'wei'],
] as const;

function spends(from: TransactionPolicy, to: TransactionPolicy): readonly PartChange[] {
  const [a, b] = [transactionLimitsOf(from), transactionLimitsOf(to)];
  const windows = [
    ['Leaving per hour', a.maxHourSpend, b.maxHourSpend],
    ['Leaving per 24 hours', a.maxDaySpend, b.maxDaySpend],
  ] as const;
  return windows.flatMap(([what, old, next]) =>
    [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])].sort().map((asset): PartChange => {
      const [x, y] = [spendLimit(old, asset), spendLimit(next, asset)];
      return { what, direction: ofLimits(x, y, order), before: limitText(x, asset), after: limitText(y, asset) };
    }),
  );
}

function coolingOff(from: number, to: number): PartChange {
  const words = (hours: number): string => (hours === 0 ? 'none' : `${hours} hours`);
  const direction = from === to ? 'same' : to > from ? 'stricter' : 'looser';
  return { what: 'Cooling-off for new recipients', direction, before: words(from), after: words(to) };
}

function permission(what: string, was: boolean, is: boolean): PartChange {
  const words = (isAllowed: boolean): string => (isAllowed ? 'allowed' : 'refused');
  return { what, direction: was === is ? 'same' : is ? 'looser' : 'stricter', before: words(was), after: words(is) };
}

function callText(call: CallRule | BlindRule): string {
  return canonicalText(call as unknown as Json);
}

function whole(value: string | number | undefined): bigint | undefined {
  return value === undefined ? undefined : BigInt(value);
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
