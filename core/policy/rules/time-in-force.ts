import { timesInForce } from '../../domain/intent.ts';
import { allow, deny, type OrderRule } from '../rule.ts';

/** Only a plain limit order says how long it works, and only in words that are offered. */
export const timeInForce: OrderRule = {
  id: 'time-in-force',
  title: 'Time in force',
  appliesTo: 'order',
  judge({ type, timeInForce: given }) {
    if (given === null) return allow('No time in force is given.');
    const word = given.trim().toLowerCase();
    const isLimit = type?.trim().toLowerCase() === 'limit';
    return isLimit && timesInForce.some((offered) => offered === word)
      ? allow(`The time in force is ${word}.`)
      : deny('invalid_time_in_force', 'The time in force must be gtc, ioc or fok, and only a limit order takes one.', {
          timeInForce: given,
        });
  },
  standing: () => timesInForce.join(', '),
};
