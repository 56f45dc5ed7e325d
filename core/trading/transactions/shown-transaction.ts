import type { JournaledTransaction } from '../../chain/journaled-transaction.ts';
import type { ChainTransaction } from '../../contract/shapes.ts';
import { parseUnsigned } from '../../domain/transaction/serialise.ts';
import { maxFeeWei } from '../../domain/transaction/unsigned-transaction.ts';

/** A transaction of the journal for a person; what its bytes say is read from them. `progress` is what the signer waits for. */
export function shownTransaction(
  known: JournaledTransaction,
  progress: string | null,
  confirmations: number,
): ChainTransaction {
  const parsed = parseUnsigned(known.unsigned);
  if (!parsed.ok) throw new Error('the journal holds bytes that are no transaction');
  const { to, valueWei } = parsed.value;
  return {
    transactionId: known.transactionId,
    chainId: Number.parseInt(known.chainId.toString(), 10),
    from: known.from,
    to,
    nonce: known.nonce,
    valueWei: valueWei.toString(),
    maxFeeWei: maxFeeWei(parsed.value).toString(),
    sentence: known.sentence,
    signer: known.signer,
    clearSigned: known.clearSigned,
    status: known.status,
    reason: known.reason,
    progress: known.status === 'signing' ? progress : null,
    hash: known.hash,
    blockNumber: known.blockNumber,
    confirmations,
    feePaidWei: known.feePaidWei?.toString() ?? null,
    replaces: known.replaces,
    replacedBy: known.replacedBy,
    createdAtMs: known.createdAtMs,
    updatedAtMs: known.updatedAtMs,
  };
}
