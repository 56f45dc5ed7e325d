import { allow, deny, type OrderRule } from '../rule.ts';

/** Nothing new passes while trading is halted. */
export const killSwitch: OrderRule = {
  id: 'kill-switch',
  title: 'Kill switch',
  appliesTo: 'order',
  judge: (_order, _limits, facts) =>
    facts.isHalted ? deny('trading_halted', 'Trading is halted.') : allow('Trading is not halted.'),
  standing: () => 'on',
};
