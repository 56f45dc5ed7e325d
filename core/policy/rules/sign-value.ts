import { atMost } from '../bound.ts';
import type { TransactionRule } from '../rule.ts';

/** At most so many wei in one transaction, inclusive: `MAX_SIGN_VALUE_WEI`. */
export const signValue: TransactionRule = {
  id: 'sign-value',
  title: 'Largest value',
  appliesTo: 'transaction',
  judge: ({ valueWei }, { maxValueWei }) =>
    atMost(valueWei, maxValueWei, { over: 'sign_value_too_large', missing: 'sign_value_missing' }, 'The value in wei'),
  standing: ({ maxValueWei }) => (maxValueWei === undefined ? null : `${maxValueWei} wei`),
};
