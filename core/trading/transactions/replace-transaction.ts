import { type FeeProposal, outbid } from '../../chain/fees.ts';
import { isOpen } from '../../chain/journaled-transaction.ts';
import type { FeeChoice } from '../../contract/shapes.ts';
import { noBytes } from '../../domain/hex.ts';
import { err, type Result } from '../../domain/result.ts';
import { parseUnsigned } from '../../domain/transaction/serialise.ts';
import type { UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { feesOf, withFees } from './compose.ts';
import type { HeldTransaction } from './held-transaction.ts';
import { holdTransaction } from './preview-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** Which transaction is replaced, by what. */
export interface Replacement {
  readonly transactionId: string;
  /** The same again for more, or nothing to oneself. */
  readonly as: 'speed-up' | 'cancel';
  readonly fees?: FeeChoice | undefined;
}

const cancelGas = 21_000n;

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
  if (!isOpen(known) || known.status === 'signing') return conflict(`the transaction is ${known.status}`);
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
  const { data, gas, to, valueWei } = before.value;
  const call = as === 'cancel' ? { to: known.from, valueWei: 0n, data: noBytes } : { to, valueWei, data };
  const transaction = withFees(access.value, call, fees.value, {
    gas: as === 'cancel' ? cancelGas : gas,
    nonce: BigInt(known.nonce),
  });
  return transaction.ok
    ? holdTransaction(trading, desk.value, access.value, transaction.value, transactionId)
    : transaction;
}

function paidBy({ gasPriceWei, maxFeePerGasWei, maxPriorityFeePerGasWei, type }: UnsignedTransaction): FeeProposal {
  return type === 2
    ? { type, maxFeePerGasWei: maxFeePerGasWei ?? 0n, maxPriorityFeePerGasWei: maxPriorityFeePerGasWei ?? 0n }
    : { type: 0, gasPriceWei: gasPriceWei ?? 0n };
}

function conflict(what: string): Result<never> {
  return err({ code: 'conflict', retry: 'never', what });
}
