import { expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import type { OrderFields } from '../../../core/policy/intent-fields.ts';
import { unknownFacts } from '../../../core/policy/rule.ts';
import { positionLimit } from '../../../core/policy/rules/position-limit.ts';

const order: OrderFields = {
  ...{ kind: 'order', exchange: 'practice', symbol: 'ETH/BTC', marketType: 'spot', side: 'sell', type: 'limit' },
  ...{ amount: '1', quoteAmount: null, price: '0.05', stopPrice: null, timeInForce: 'gtc' },
};
const judged = (asset: string, symbol: string) =>
  positionLimit.judge({ ...order, symbol }, { maxPosition: { [asset]: decimal('1') } }, unknownFacts).decision;

it('a sale for another coin buys that coin: where it has a limit, it is refused', () => {
  expect(judged('BTC', 'ETH/BTC')).toBe('deny');
});

it('a sale for money only makes the position smaller, whatever has a limit', () => {
  expect([judged('ETH', 'ETH/USDT'), judged('USDT', 'ETH/USDT'), judged('ETH', 'ETH/BTC')]).toEqual(
    Array.from({ length: 3 }, () => 'allow'),
  );
});
