import { type FeeProposal, outbid } from '../../chain/fees.ts';
import { proposeGas } from '../../chain/gas.ts';
import { isOpen } from '../../chain/journaled-transaction.ts';
import type { FeeChoice } from '../../contract/shapes.ts';
import type { Address } from '../../domain/address.ts';
import { conflict } from '../../domain/conflict.ts';
import { noBytes } from '../../domain/hex.ts';
import { err, type Result } from '../../domain/result.ts';
import { checkRanges } from '../../domain/transaction/check-ranges.ts';
import { parseUnsigned } from '../../domain/transaction/serialise.ts';
import type { UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { feesOf, withFees } from './compose.ts';
import { mostExemptGas } from './exemption.ts';
import type { HeldTransaction } from './held-transaction.ts';
import { holdTransaction } from './preview-transaction.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';

/** Which transaction is replaced, by what. */
export interface Replacement {
  readonly transactionId: string;
  /** The same again for more, or nothing to oneself. */
  readonly as: 'speed-up' | 'cancel';
  readonly fees?: FeeChoice | undefined;
}

/**
 * Judges a transaction in the place of one that is not settled: at its nonce, paying at least what nodes ask of a replacement. `conflict`
 * when that one is settled or another signer is in use, or when the fees are above the caps.
 */
export async function previewReplacement(
  trading: TransactionTrading,
  { as, fees: choice, transactionId }: Replacement,
): Promise<Result<HeldTransaction>> {
  const desk = trading.desk();
  if (!desk.ok) return desk;
  const known = trading.journal.get(transactionId);
  if (known === null) return err({ code: 'not-found', retry: 'never', what: `transaction ${transactionId}` });
  if (!isOpen(known) || known.status === 'signing' || known.status === 'included')
    return conflict(`the transaction is ${known.status}`);
  if (known.from !== desk.value.pinned) return conflict('it was signed by another address than the present one');
  const latest = trading.journal.at(known.chainId, known.from, known.nonce).filter(isOpen).at(-1);
  if (latest === undefined || latest.transactionId !== transactionId) {
    return conflict('another transaction has taken its place already; replace that one');
  }
  const before = parseUnsigned(known.unsigned);
  if (!before.ok) return before;
  const access = trading.chain(known.chainId);
  if (!access.ok) return access;
  const now = await feesOf(trading, access.value, choice);
  if (!now.ok) return now;
  const fees = outbid(paidBy(before.value), now.value, trading.feeCaps());
  if (!fees.ok) return fees;
  const transaction =
    as === 'cancel'
      ? withFees(access.value, { to: known.from, valueWei: 0n, data: noBytes }, fees.value, {
          gas: await cancelGas(access.value, known.from),
          nonce: BigInt(known.nonce),
        })
      : atPrice(before.value, fees.value);
  return transaction.ok
    ? holdTransaction(trading, desk.value, access.value, transaction.value, transactionId)
    : transaction;
}

/** The same transaction to the last field but its price; also its type, and the storage it names beforehand. */
function atPrice(transaction: UnsignedTransaction, fees: FeeProposal): Result<UnsignedTransaction> {
  if (fees.type === 0) return checkRanges({ ...transaction, gasPriceWei: fees.gasPriceWei });
  const { maxFeePerGasWei, maxPriorityFeePerGasWei } = fees;
  return checkRanges({ ...transaction, maxFeePerGasWei, maxPriorityFeePerGasWei });
}

/** More than the usual 21,000 where a rollup counts its place on the first layer as gas, but no more than what passes a halt. */
async function cancelGas({ reader }: ChainAccess, from: Address): Promise<bigint> {
  const usual = 21_000n;
  const proposed = await proposeGas(reader, { from, to: from, valueWei: 0n, data: noBytes }, mostExemptGas);
  // A node that does not say must not keep anybody from cancelling.
  return proposed.ok ? proposed.value : usual;
}

function paidBy({ gasPriceWei, maxFeePerGasWei, maxPriorityFeePerGasWei, type }: UnsignedTransaction): FeeProposal {
  return type === 2
    ? { type, maxFeePerGasWei: maxFeePerGasWei ?? 0n, maxPriorityFeePerGasWei: maxPriorityFeePerGasWei ?? 0n }
    : { type: 0, gasPriceWei: gasPriceWei ?? 0n };
}
