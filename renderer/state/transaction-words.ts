import type { ChainTransaction, TransactionStatus } from '../../core/contract/shapes.ts';
import { unreachable } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';
import { counted } from '../format/amount.ts';

const statusNames: Readonly<Record<TransactionStatus, string>> = {
  signing: 'With the signer',
  signed: 'Signed, not sent',
  sent: 'On its way',
  included: 'In a block',
  confirmed: 'Confirmed',
  reverted: 'Reverted',
  replaced: 'Replaced',
  dropped: 'Sent again',
  refused: 'Refused',
  failed: 'Not signed',
  'in-doubt': 'In doubt',
};

/** A transaction's status as shown in a list. */
export function transactionStatusName(status: TransactionStatus): string {
  return statusNames[status];
}

/** The status with how deep it lies: 'In a block, 3 deep'. */
export function transactionStatusWords({ confirmations, progress, status }: ChainTransaction): string {
  if (status === 'included') return `In a block, ${counted(confirmations)} deep`;
  if (status === 'signing' && progress !== null) return shownText(progress);
  return statusNames[status];
}

/** Where a transaction stands and the one thing to do about it; `next` is empty where nothing is to be done. */
export interface TransactionStory {
  readonly what: string;
  readonly next: string;
}

/** What became of a transaction, in words. Nothing is called certain that is not. */
export function transactionStory(transaction: ChainTransaction): TransactionStory {
  const { blockNumber, confirmations, nonce, progress, reason, status } = transaction;
  const why = reason === null ? '' : ` ${sentence(reason)}`;
  const block = blockNumber === null ? 'a block' : `block ${counted(blockNumber)}`;
  switch (status) {
    case 'signing':
      return {
        what: progress === null ? 'The signer has it.' : sentence(progress),
        next: 'Answer on the signer, or stop it here.',
      };
    case 'signed':
      return {
        what: `It is signed and kept, but it was not sent.${why}`,
        next: 'Cancel it to free its nonce, or speed it up to send it again.',
      };
    case 'sent':
      return { what: 'It is on its way: no block has it yet.', next: 'If it takes too long, speed it up.' };
    case 'included':
      return {
        what: `It is in ${block}, ${counted(confirmations)} deep. A block can still go.`,
        next: 'Wait until it is confirmed.',
      };
    case 'confirmed':
      return { what: `It is in ${block} for good.`, next: '' };
    case 'reverted':
      return {
        what: `It is in ${block} for good, and its call failed there: only the fee was paid.`,
        next: 'Find out why the call failed before trying it again.',
      };
    case 'replaced':
      return { what: `Another transaction used nonce ${nonce}: this one can never happen.`, next: '' };
    case 'dropped':
      return {
        what: 'The node no longer had it, so it was sent again. It may still come into a block.',
        next: 'If that lasts, speed it up.',
      };
    case 'refused':
      return { what: `It was refused, so nothing was signed.${why}`, next: 'Prepare it again if you still want it.' };
    case 'failed':
      return { what: `It was not signed.${why}`, next: 'Look at Signers, then prepare it again.' };
    case 'in-doubt':
      return {
        what: `The signer gave no sure answer: a signature may exist that was never seen here.${why} Nonce ${nonce} stays held, and nothing else is signed with it.`,
        next: 'Cancel it: an empty transaction to yourself takes the nonce, and then this one can never happen.',
      };
    default:
      return unreachable(status);
  }
}

const blocks: Readonly<Record<string, string>> = {
  'trading-halted': 'Trading is halted. Taking back an allowance, cancelling and transfers to the rescue address pass.',
  'paper-only':
    'Live trading is not armed for this chain, and on paper only a development chain on this machine is signed for. This shows what would be signed.',
  'insufficient-funds': 'The balance does not cover the amount and the most that the fees can be.',
  'signer-unavailable': 'The signer is not ready: see Signers.',
};

/** Why a previewed transaction cannot pass right now, by the code or the sentence that the core gives. */
export function transactionBlockWords(blocked: string): string {
  if (Object.hasOwn(blocks, blocked)) return blocks[blocked] ?? '';
  return blocked.includes(' ') ? sentence(blocked) : `This cannot pass right now: ${shownText(blocked)}.`;
}

/** What is told in passing of a transaction that has come to an end, or into doubt; null for every other news of it. */
export function transactionNews({ sentence: what, status }: ChainTransaction): string | null {
  const news = { confirmed: 'Confirmed', reverted: 'Failed in its block', 'in-doubt': 'In doubt' } as const;
  return Object.hasOwn(news, status) ? `${news[status as keyof typeof news]}: ${sentence(what)}` : null;
}

/** Whether its signer showed what it signed, in words; null where there is nothing to say. */
export function clearSignedWords({ clearSigned }: Pick<ChainTransaction, 'clearSigned'>): string | null {
  if (clearSigned === null) return null;
  return clearSigned ? 'shown on the signer’s screen' : 'signed blind: the screen showed only a hash';
}

function sentence(text: string): string {
  const shown = shownText(text);
  const begun = shown.charAt(0).toUpperCase() + shown.slice(1);
  return /[.?]$/.test(begun) ? begun : `${begun}.`;
}
