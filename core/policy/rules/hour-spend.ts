import type { TransactionRule } from '../rule.ts';
import { spendsInWords, withinWindow } from '../spend-window.ts';

/** At most so much of an asset leaves in a rolling hour, counted as it is approved, this transaction included. */
export const hourSpend: TransactionRule = {
  id: 'hour-spend',
  title: 'Leaving per hour',
  appliesTo: 'transaction',
  judge: (_transaction, { maxHourSpend }, facts) =>
    withinWindow({ limits: maxHourSpend, span: 'hour', words: 'in an hour', code: 'hour_spend_exceeded' }, facts),
  standing: ({ maxHourSpend }) => spendsInWords(maxHourSpend),
};
