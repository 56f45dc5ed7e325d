import { conflict } from '../../domain/conflict.ts';
import { ok, type Result } from '../../domain/result.ts';
import { highestGasPriceWei, type UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * Whether a transaction stays within the person's caps on gas and its price, or the usual ones where none is set: however it was put
 * together, a raw draft too. `conflict` where it does not.
 */
export function withinCaps(
  trading: Pick<TransactionTrading, 'feeCaps' | 'mostGas'>,
  transaction: UnsignedTransaction,
): Result<void> {
  const priceWei = highestGasPriceWei(transaction);
  const { maxFeePerGasWei } = trading.feeCaps();
  if (priceWei > maxFeePerGasWei) {
    return conflict(`${priceWei} wei for a unit of gas is above the cap of ${maxFeePerGasWei}`);
  }
  const most = trading.mostGas();
  return transaction.gas > most ? conflict(`${transaction.gas} gas is above the cap of ${most}`) : ok(undefined);
}
