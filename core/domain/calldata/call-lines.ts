import type { Chain } from '../chains.ts';
import { fromUnits } from '../money.ts';
import { unreachable } from '../result.ts';
import { amountWords, coinAndWeiWords, recipientWords } from './amount-words.ts';
import type { DecodedCall, SwapHop, TokenAmount } from './decoded-call.ts';

/** One fact of a call by its name. */
export interface WordLine {
  readonly label: string;
  readonly text: string;
}

/** Every fact of a call, amounts with their raw numbers; parts of several calls are numbered. */
export function linesOf(call: DecodedCall, chain: Chain): readonly WordLine[] {
  switch (call.kind) {
    case 'native-transfer':
      return [line('To', call.to), line('Amount', coinAndWeiWords(call.valueWei, chain))];
    case 'erc20-transfer':
      return [line('To', call.to), ...amountLines('Amount', call.amount)];
    case 'erc20-transfer-from':
      return [line('From', call.from), line('To', call.to), ...amountLines('Amount', call.amount)];
    case 'erc20-approve':
    case 'erc20-increase-allowance': {
      const label = call.kind === 'erc20-approve' ? 'Allowance' : 'Added to the allowance';
      const unlimited = call.isUnlimited ? [line(label, 'unlimited')] : [];
      return [line('Spender', call.spender), ...unlimited, ...amountLines(label, call.amount)];
    }
    case 'set-approval-for-all':
      return [line('Operator', call.operator), line('May take everything', call.isApproved ? 'yes' : 'no')];
    case 'weth-deposit':
    case 'weth-withdraw':
      return amountLines('Amount', call.amount);
    case 'uniswap-exact-input-single':
    case 'uniswap-exact-input':
      return [
        ...amountLines('Gives', call.amountIn),
        ...amountLines('Gets at least', call.leastOut),
        line('To', recipientWords(call.recipient)),
        ...call.path.map((hop, index) => line(`Pool ${index + 1}`, hopWords(hop))),
      ];
    case 'multicall':
      return [
        ...(call.deadlineS === null ? [] : [line('Not after', `${call.deadlineS} (Unix seconds)`)]),
        ...call.calls.flatMap((part, index) =>
          linesOf(part, chain).map(({ label, text }) => line(`${index + 1}. ${label}`, text)),
        ),
      ];
    case 'contract-creation':
      return [];
    case 'unknown':
      return [
        line('Selector', call.selector ?? 'none'),
        ...(call.resembles === null ? [] : [line('Named like', call.resembles)]),
      ];
    default:
      return unreachable(call);
  }
}

function amountLines(label: string, amount: TokenAmount): readonly WordLine[] {
  const raw = line(`${label}, raw`, amount.raw.toString());
  const token = line(`${label}, token`, amount.token);
  return amount.known === null ? [raw, token] : [line(label, amountWords(amount)), raw, token];
}

function hopWords({ tokenIn, tokenOut, feePpm }: SwapHop): string {
  return `${tokenIn} to ${tokenOut}, fee ${fromUnits(feePpm, 4)} %`;
}

function line(label: string, text: string): WordLine {
  return { label, text };
}
