import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { approvalEndWords } from '../../../renderer/state/approval-words.ts';
import { type AwaitedOrder, orderOfApproval } from '../../../renderer/state/awaited-order.ts';
import { addApproval, closeApproval, useConsole } from '../../../renderer/state/console-store.ts';
import { someOrder } from './some-order.ts';

const awaited: AwaitedOrder = {
  approvalId: 'a1',
  expiresAtMs: 1_000,
  knownIds: new Set(['before']),
  draft: {
    exchange: 'practice',
    symbol: 'BTC/USDT',
    marketType: 'spot',
    side: 'sell',
    type: 'stop-limit',
    amount: decimal('0.05'),
    quoteAmount: null,
    price: decimal('90'),
    stopPrice: decimal('95'),
    timeInForce: null,
  },
};
const order = someOrder({ ...awaited.draft });

describe('the end of an approval', () => {
  it('is told as it was: approved with what came of it, refused, expired, replaced', () => {
    expect(approvalEndWords('approved', false, 'It waits.')).toBe('Approved. It waits.');
    for (const [how, words] of [
      ['refused', /^Refused/],
      ['expired', /^Expired/],
      ['replaced', /^Replaced/],
    ] as const) {
      expect(approvalEndWords(how, false, 'It waits.')).toMatch(words);
      expect(approvalEndWords(how, false, 'It waits.')).toMatch(/Nothing was sent/);
    }
  });

  it('is not made up where nobody heard it', () => {
    for (const isOver of [true, false])
      expect(approvalEndWords(undefined, isOver, 'See below.')).not.toMatch(/^(Approved|Refused|Expired)/);
  });

  it('is kept with the window from the moment that it no longer waits', () => {
    addApproval('a1');
    expect(useConsole.getState().approvals.has('a1')).toBe(true);
    closeApproval('a1', 'refused');
    expect(useConsole.getState().approvals.has('a1')).toBe(false);
    expect(useConsole.getState().approvalEnds.get('a1')).toBe('refused');
    for (let index = 0; index < 100; index += 1) closeApproval(`other-${index}`, 'expired');
    expect(useConsole.getState().approvalEnds.size).toBeLessThan(100);
  });
});

describe('the order that came of an approval', () => {
  it('is a new one of exactly the approved figures', () => {
    expect(orderOfApproval(awaited, [order])).toBe(order);
  });

  it('is none that was there before, and none that differs in any figure', () => {
    expect(orderOfApproval(awaited, [{ ...order, orderId: 'before' }])).toBeUndefined();
    expect(orderOfApproval(awaited, [{ ...order, stopPrice: decimal('94') }])).toBeUndefined();
    expect(orderOfApproval(awaited, [{ ...order, price: decimal('89') }])).toBeUndefined();
    expect(orderOfApproval(awaited, [{ ...order, amount: decimal('0.06') }])).toBeUndefined();
    expect(orderOfApproval(awaited, null)).toBeUndefined();
  });
});
