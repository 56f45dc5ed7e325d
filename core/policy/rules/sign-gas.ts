import { atMost } from '../bound.ts';
import type { TransactionRule } from '../rule.ts';

/** At most so much gas, inclusive: `MAX_SIGN_GAS`. */
export const signGas: TransactionRule = {
  id: 'sign-gas',
  title: 'Most gas',
  appliesTo: 'transaction',
  judge: ({ gas }, { maxGas }) =>
    atMost(gas, maxGas, { over: 'sign_gas_too_large', missing: 'sign_gas_missing' }, 'The gas'),
  standing: ({ maxGas }) => maxGas?.toString() ?? null,
};
