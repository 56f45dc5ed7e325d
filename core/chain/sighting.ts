import type { Address } from '../domain/address.ts';
import type { Hex } from '../domain/hex.ts';
import { ok, type Result } from '../domain/result.ts';
import { malformedAnswer } from './chain-errors.ts';
import type { BlockHead, ChainReader, SeenReceipt } from './chain-reader.ts';

/** What a node knows of one nonce of an address, whose transactions of ours have the given hashes. */
export type Sighting =
  | {
      readonly kind: 'included';
      readonly hash: Hex;
      readonly blockNumber: number;
      readonly blockHash: Hex;
      /** The blocks that stand on it, its own included. */
      readonly confirmations: number;
      readonly isSuccess: boolean;
      readonly feePaidWei: bigint;
    }
  /** The node has it, in no block. */
  | { readonly kind: 'waiting'; readonly hash: Hex }
  /** The nonce is used, and by none of ours as far as the node tells. */
  | { readonly kind: 'used' }
  /** The nonce is not used, and the node has none of ours. */
  | { readonly kind: 'missing' };

/**
 * Looks once. A receipt is believed only where everything fits: our hash, sender and nonce, a block that is on the chain now, holds the
 * transaction, and a count of transactions that is past the nonce. Else `chain-answer-malformed`: the
 * node lies, or the chain moved between two answers; either way nothing was seen.
 */
export async function sight(
  reader: ChainReader,
  head: BlockHead,
  from: Address,
  nonce: number,
  hashes: readonly Hex[],
): Promise<Result<Sighting>> {
  let receipt: SeenReceipt | null = null;
  for (const hash of hashes) {
    const found = await reader.receipt(hash);
    if (!found.ok) return found;
    receipt ??= found.value;
  }
  // Counted after the receipt was asked for, so that a block made in between is no contradiction.
  const count = await reader.nonceOf(from, 'latest');
  if (!count.ok) return count;
  if (receipt !== null) {
    if (count.value <= nonce) return lie(reader, 'there is a receipt for a nonce that is not used');
    return included(reader, head, from, nonce, receipt);
  }
  if (count.value > nonce) return ok({ kind: 'used' });
  for (const hash of hashes) {
    const seen = await reader.transaction(hash);
    if (!seen.ok) return seen;
    if (seen.value === null) continue;
    const isOurs = seen.value.from === from && seen.value.nonce === nonce;
    return isOurs ? ok({ kind: 'waiting', hash }) : lie(reader, 'the transaction has another sender or nonce');
  }
  return ok({ kind: 'missing' });
}

async function included(
  reader: ChainReader,
  head: BlockHead,
  from: Address,
  nonce: number,
  receipt: SeenReceipt,
): Promise<Result<Sighting>> {
  const { transactionHash: hash, blockNumber, blockHash, gasUsed, effectiveGasPrice, l1Fee, status } = receipt;
  if (receipt.from !== from) return lie(reader, 'the receipt has another sender');
  const block = await reader.block(blockNumber);
  if (!block.ok) return block;
  const isOnChain = block.value?.hash === blockHash && block.value.transactions.includes(hash);
  if (!isOnChain) return lie(reader, 'the block of the receipt is not on the chain or does not hold the transaction');
  const seen = await reader.transaction(hash);
  if (!seen.ok) return seen;
  const isSame = seen.value?.from === from && seen.value.nonce === nonce && seen.value.blockHash === blockHash;
  if (!isSame) return lie(reader, 'the transaction of the receipt is another one');
  return ok({
    kind: 'included',
    hash,
    blockNumber,
    blockHash,
    // The block may be newer than the newest was when that was asked for.
    confirmations: Math.max(1, head.number - blockNumber + 1),
    isSuccess: status,
    feePaidWei: gasUsed * effectiveGasPrice + l1Fee,
  });
}

function lie(reader: ChainReader, what: string): Result<never> {
  return malformedAnswer(reader.chainId, what);
}
