import { atMost } from '../bound.ts';
import type { TransactionRule } from '../rule.ts';

/** At most so many wei for a unit of gas, inclusive: `MAX_SIGN_GAS_PRICE_WEI`. The most that can be paid counts: `maxFeePerGas`. */
export const signGasPrice: TransactionRule = {
  id: 'sign-gas-price',
  title: 'Highest gas price',
  appliesTo: 'transaction',
  judge: ({ gasPriceWei }, { maxGasPriceWei }) =>
    atMost(
      gasPriceWei,
      maxGasPriceWei,
      { over: 'sign_gas_price_too_large', missing: 'sign_gas_price_missing' },
      'The gas price in wei',
    ),
  standing: ({ maxGasPriceWei }) => (maxGasPriceWei === undefined ? null : `${maxGasPriceWei} wei`),
};
