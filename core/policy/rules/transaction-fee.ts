import { allow, deny, noLimit, type TransactionRule } from '../rule.ts';

/** At most so much in fees for one transaction: all of its gas at its highest price, and what a rollup adds for its first layer. */
export const transactionFee: TransactionRule = {
  id: 'transaction-fee',
  title: 'Highest fee',
  appliesTo: 'transaction',
  judge({ gas, gasPriceWei }, { maxFeeWei }, { l1FeeWei }) {
    if (maxFeeWei === undefined) return noLimit;
    const limit = maxFeeWei.toString();
    if (typeof gas !== 'bigint' || typeof gasPriceWei !== 'bigint' || l1FeeWei === null) {
      return deny('transaction_fee_too_large', 'What it may cost in fees is not known.', { limit });
    }
    const fee = gas * gasPriceWei + l1FeeWei;
    const facts = { value: fee.toString(), limit };
    return fee <= maxFeeWei
      ? allow(`Fees of at most ${fee} wei are within ${limit}.`, facts)
      : deny('transaction_fee_too_large', `Fees may come to ${fee} wei, more than ${limit}.`, facts);
  },
  standing: ({ maxFeeWei }) => (maxFeeWei === undefined ? null : `${maxFeeWei} wei`),
};
