import { expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { withArmed } from '../../../core/policy/armed-limits.ts';

const limits = {
  allowExchanges: ['binance', 'kraken'],
  maxDayNotional: { USDT: decimal('500'), EUR: decimal('400') },
  maxOrderNotional: { USDT: decimal('100') },
};

it('what was armed binds beside the policy, and never loosens it', () => {
  const armed = {
    allowExchanges: ['kraken', 'coinbase'],
    maxDayNotional: { USDT: decimal('900'), EUR: decimal('40') },
  };
  expect(withArmed(limits, armed)).toMatchObject({
    allowExchanges: ['kraken'],
    maxDayNotional: { USDT: '500', EUR: '40' },
    maxOrderNotional: { USDT: '100' },
  });
});

it('nothing moves in an asset that was not armed, and nothing is changed where nothing was', () => {
  expect(withArmed(limits, { maxDayNotional: { EUR: decimal('40') } }).maxDayNotional).toEqual({
    USDT: '0',
    EUR: '40',
  });
  expect(withArmed(limits, {}).maxDayNotional).toEqual(limits.maxDayNotional);
});
