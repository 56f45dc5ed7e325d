import type { SimulatedTransaction } from './contract/shapes.ts';
import { address, parseAddress } from './domain/address.ts';
import { decodeCall } from './domain/calldata/decode-call.ts';
import { findChain } from './domain/chains.ts';
import type { Hex } from './domain/hex.ts';
import { normaliseTransaction } from './domain/transaction/normalise.ts';
import { signable } from './domain/transaction/signable.ts';
import type { UnsignedTransaction } from './domain/transaction/unsigned-transaction.ts';
import type { TransactionFields } from './policy/intent-fields.ts';
import { readTransaction } from './policy/read-transaction.ts';
import { type TransactionFacts, unknownTransactionFacts } from './policy/transaction-facts.ts';
import { deviceLines } from './signers/ledger/device-lines.ts';
import { tokenDescriptor } from './signers/ledger/token-descriptors.ts';
import { createConfirmedTime } from './trading/confirmed-time.ts';
import { expectedNowMs } from './trading/transactions/chain-times.ts';
import { exemptionOf } from './trading/transactions/exemption.ts';
import { gatherFacts } from './trading/transactions/gather-facts.ts';
import type { TransactionTrading } from './trading/transactions/transaction-trading.ts';

const nobody = address('0x0000000000000000000000000000000000000000');

/**
 * What is known of a transaction that is only simulated, without asking any chain: what it moves, to whom, what left before, by the same
 * reader and books as at the gate. Nothing where it cannot be read or is for a chain that is not known; a fee that only a chain could
 * tell is unknown. Rules that need what is unknown refuse, and say so.
 */
export function simulatedTransactionFacts(trading: TransactionTrading, given: SimulatedTransaction): TransactionFacts {
  const fields = readTransaction(given);
  const transaction = transactionOf(fields);
  const chain = transaction === null ? null : findChain(transaction.chainId, trading.book.chains());
  if (transaction === null || chain === null) return unknownTransactionFacts;
  const { data, to, valueWei } = transaction;
  const decoded = decodeCall({ chain, to, valueWei, data, tokens: trading.tokens(), hasCode: null });
  const nowMs = expectedNowMs(trading, transaction.chainId);
  const exemption = exemptionOf({
    transaction,
    from: fields.from === null ? nobody : (parseAddress(fields.from) ?? nobody),
    decoded,
    takesPlace: false,
    book: trading.book,
    nowMs,
  });
  const { gas, gasPriceWei } = fields;
  const feeWei = typeof gas === 'bigint' && typeof gasPriceWei === 'bigint' ? gas * gasPriceWei : null;
  const l1FeeWei = chain.isOpStack ? null : 0n;
  const isBlind = isBlindFor(trading, given, transaction);
  const asShown = { ...trading, timeOf: () => createConfirmedTime(nowMs) };
  return gatherFacts(asShown, { transaction, decoded, feeWei, l1FeeWei, isBlind, replaces: null }, exemption);
}

/** The transaction as far as its decoded meaning needs it; null where that cannot be read. */
function transactionOf(fields: TransactionFields): UnsignedTransaction | null {
  const { chainId, data, fault, gas, to, valueWei } = fields;
  if (fault !== null || typeof chainId !== 'bigint') return null;
  return {
    type: 2,
    chainId,
    nonce: 0,
    to: to === null ? null : parseAddress(to),
    valueWei: typeof valueWei === 'bigint' ? valueWei : 0n,
    gas: typeof gas === 'bigint' ? gas : 0n,
    gasPriceWei: null,
    maxFeePerGasWei: 0n,
    maxPriorityFeePerGasWei: 0n,
    data: data as Hex,
    accessList: [],
  };
}

/** Whether the screen of the signer in use would not show it; where that cannot be told, every call counts as not shown. */
function isBlindFor(
  trading: TransactionTrading,
  given: SimulatedTransaction,
  { chainId, data, to }: UnsignedTransaction,
): boolean | null {
  const desk = trading.desk();
  if (!desk.ok || desk.value.signer.kind !== 'ledger') return null;
  const { pinned } = desk.value;
  const whole = normaliseTransaction(given, { chainId, from: pinned });
  if (!whole.ok) return data !== '0x';
  return deviceLines(signable(whole.value, pinned), to === null ? null : tokenDescriptor(chainId, to)).isBlind;
}
