import type { TransactionRule } from '../rule.ts';
import { spendsInWords, withinWindow } from '../spend-window.ts';

/** At most so much of an asset leaves in rolling 24 hours, counted as it is approved, this transaction included. */
export const daySpend: TransactionRule = {
  id: 'day-spend',
  title: 'Leaving per 24 hours',
  appliesTo: 'transaction',
  judge: (_transaction, { maxDaySpend }, facts) =>
    withinWindow({ limits: maxDaySpend, span: 'day', words: 'in 24 hours', code: 'day_spend_exceeded' }, facts),
  standing: ({ maxDaySpend }) => spendsInWords(maxDaySpend),
};
