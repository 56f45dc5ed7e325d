import type { Approval, TransactionPreview } from '../../contract/shapes.ts';
import { coinDecimals, isDevelopmentChain } from '../../domain/chains.ts';
import type { Ruling } from '../../domain/errors.ts';
import { fromUnits } from '../../domain/money.ts';
import type { Result } from '../../domain/result.ts';
import type { Question } from '../approvals.ts';

/** What the approval window asks of a transaction: what it does in words, then every amount exactly, every ruling, and the device's lines. */
export function transactionQuestion(
  shown: TransactionPreview,
  rulings: readonly Ruling[],
  act: (actor: string) => Promise<Result<void>>,
): Question {
  const { chainId, chainName, meaning, isFirstTime, to } = shown;
  const real = isDevelopmentChain(BigInt(chainId)) ? [] : [`This moves real money on ${chainName}.`];
  const firstTime = isFirstTime && to !== null ? ['Nothing was ever sent to this address from here.'] : [];
  const blocked =
    shown.blocked === null ? [] : [`As things stood when it was shown it would not pass: ${shown.blocked}.`];
  return {
    kind: 'transaction',
    subject: `transaction ${shown.previewId}`,
    title: meaning.sentence,
    lines: linesOf(shown),
    warnings: [...real, ...meaning.warnings, ...firstTime, ...blocked],
    device: shown.device,
    rulings: [...rulings],
    word: null,
    act,
  };
}

function linesOf(shown: TransactionPreview): Approval['lines'] {
  const { chainId, chainName, from, gas, meaning, nonce, replaces, signer, to, toName, type } = shown;
  const tip =
    shown.maxPriorityFeePerGasWei === null ? '' : `, of it at most ${shown.maxPriorityFeePerGasWei} wei as a tip`;
  return [
    ...meaning.lines,
    { label: 'Network', text: `${chainName} (${chainId})` },
    { label: 'From', text: from },
    { label: 'To', text: to === null ? 'A new contract' : toName === null ? to : `${to} (${toName})` },
    { label: 'Coins sent', text: coins(shown, shown.valueWei) },
    { label: 'Costs at most', text: coins(shown, shown.maxCostWei) },
    { label: 'Of it fees', text: `${coins(shown, shown.maxFeeWei)}, type ${type}, ${gas} gas at most` },
    { label: 'For a unit of gas', text: `at most ${shown.maxFeePerGasWei} wei${tip}` },
    ...(shown.l1FeeWei === null
      ? []
      : [{ label: 'First layer, about', text: `${coins(shown, shown.l1FeeWei)} (an estimate, in the cost above)` }]),
    { label: 'Nonce', text: String(nonce) },
    ...(replaces === null ? [] : [{ label: 'Replaces', text: replaces }]),
    { label: 'Signer', text: signer },
    { label: 'Digest that is signed', text: shown.digest },
    ...(shown.data === '0x' ? [] : [{ label: 'Digest of the calldata', text: shown.calldataDigest }]),
  ];
}

function coins({ nativeSymbol }: TransactionPreview, wei: string): string {
  return `${fromUnits(BigInt(wei), coinDecimals)} ${nativeSymbol} (${wei} wei)`;
}
