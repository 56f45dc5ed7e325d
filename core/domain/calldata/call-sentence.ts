import type { Chain } from '../chains.ts';
import { unreachable } from '../result.ts';
import { allowanceWords, amountWords, coinWords, recipientWords, tokenName } from './amount-words.ts';
import type { DecodedCall } from './decoded-call.ts';

/** What a call does, in one sentence (more for several calls at once). */
export function sentenceOf(call: DecodedCall, chain: Chain): string {
  switch (call.kind) {
    case 'native-transfer':
      return `Send ${coinWords(call.valueWei, chain)} to ${call.to}.`;
    case 'erc20-transfer':
      return `Send ${amountWords(call.amount)} to ${call.to}.`;
    case 'erc20-transfer-from':
      return `Move ${amountWords(call.amount)} from ${call.from} to ${call.to}.`;
    case 'erc20-approve':
      if (call.amount.raw === 0n) return `Take back what ${call.spender} may take of ${tokenName(call.amount)}.`;
      return `Let ${call.spender} take ${allowanceWords(call)}.`;
    case 'erc20-increase-allowance':
      return `Let ${call.spender} take ${allowanceWords(call)} more than before.`;
    case 'set-approval-for-all':
      return call.isApproved
        ? `Let ${call.operator} take everything of this collection.`
        : `Take back that ${call.operator} may take everything of this collection.`;
    case 'weth-deposit':
      return `Wrap ${coinWords(call.valueWei, chain)} as ${tokenName(call.amount)}.`;
    case 'weth-withdraw':
      return `Unwrap ${amountWords(call.amount)} into ${chain.nativeSymbol}.`;
    case 'uniswap-exact-input-single':
    case 'uniswap-exact-input':
      return `Swap ${amountWords(call.amountIn)} for at least ${amountWords(call.leastOut)}, to ${recipientWords(call.recipient)}.`;
    case 'multicall':
      return `Make ${call.calls.length} ${call.calls.length === 1 ? 'call' : 'calls'} at once: ${call.calls
        .map((part) => sentenceOf(part, chain))
        .join(' ')}`.trim();
    case 'contract-creation':
      return `Make a contract of ${call.codeBytes} bytes.`;
    case 'unknown':
      return call.selector === null
        ? 'Send data that names no call.'
        : `Make a call that is not known here (${call.selector}).`;
    default:
      return unreachable(call);
  }
}
