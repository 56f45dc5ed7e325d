import type { CallRule } from '../../contract/shapes.ts';
import type { TransactionFields } from '../intent-fields.ts';
import { allow, deny, noLimit, type TransactionRule } from '../rule.ts';

/** A transaction with calldata passes only as one of the listed calls; taking an allowance back passes too. */
export const callAllowlist: TransactionRule = {
  id: 'call-allowlist',
  title: 'Allowed calls',
  appliesTo: 'transaction',
  judge(transaction, { allowCalls }, { isTakingBack }) {
    if (allowCalls === undefined) return noLimit;
    if (transaction.data === '0x') return allow('It calls no contract.');
    if (isTakingBack) return allow('It only takes back.');
    const found = allowCalls.find((rule) => isCall(rule, transaction));
    return found === undefined
      ? deny('call_not_allowed', 'This call, with these arguments, is not on the list of allowed ones.')
      : allow(`It is the allowed call ${found.name}.`, { name: found.name });
  },
  standing: ({ allowCalls }) =>
    allowCalls === undefined ? null : allowCalls.map(({ name }) => name).join(', ') || 'none',
};

function isCall(rule: CallRule, { chainId, data, to }: TransactionFields): boolean {
  if (chainId !== BigInt(rule.chainId) || to !== rule.to || data === 'invalid') return false;
  if (!data.startsWith(rule.selector)) return false;
  return (rule.arguments ?? []).every(({ atMost, index, oneOf }) => {
    const word = data.slice(10 + 64 * index, 74 + 64 * index);
    if (word.length !== 64) return false;
    if (atMost !== undefined && BigInt(`0x${word}`) > BigInt(atMost)) return false;
    return oneOf === undefined || oneOf.includes(`0x${word}`);
  });
}
