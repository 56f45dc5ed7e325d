import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { isOpen, keptRows, withFill, withOrder, withOrders } from '../../../renderer/state/account.ts';
import { cancelAllSentence } from '../../../renderer/state/cancel-orders.ts';
import { outcomeSentence } from '../../../renderer/state/order-words.ts';
import { fillSentence } from '../../../renderer/state/session.ts';
import { someFill, someOrder } from './some-order.ts';

describe('the orders the window knows', () => {
  it('are newest first, each once', () => {
    const older = someOrder();
    const newer = someOrder({ orderId: 'o2', createdAtMs: 2_000 });
    expect(withOrders([], [older, newer, older]).map((order) => order.orderId)).toEqual(['o2', 'o1']);
  });

  it('take a newer word and keep it against an older one', () => {
    const open = someOrder();
    const partly = someOrder({ status: 'partially-filled', updatedAtMs: 2_000 });
    expect(withOrder([open], partly)).toEqual([partly]);
    expect(withOrder([partly], open)).toEqual([partly]);
  });

  it('never come back to life within the same millisecond', () => {
    const canceled = someOrder({ status: 'canceled' });
    expect(withOrder([canceled], someOrder())).toEqual([canceled]);
  });

  it('keep every open order however many have ended since', () => {
    const open = someOrder({ createdAtMs: 0 });
    const ended = Array.from({ length: keptRows + 20 }, (_, at) =>
      someOrder({ orderId: `e${at}`, status: 'filled', createdAtMs: at + 1 }),
    );
    const orders = withOrders([open], ended);
    expect(orders.filter(isOpen)).toEqual([open]);
    expect(orders).toHaveLength(keptRows + 1);
  });

  it('count as open while nobody knows what became of them', () => {
    expect(isOpen(someOrder({ status: 'outcome-unknown' }))).toBe(true);
    expect(isOpen(someOrder({ status: 'rejected' }))).toBe(false);
  });
});

describe('the fills the window knows', () => {
  it('are newest first, each once', () => {
    const first = someFill();
    const second = someFill({ fillId: 'f2', atMs: 9_000 });
    expect([second, first, second].reduce(withFill, []).map((fill) => fill.fillId)).toEqual(['f2', 'f1']);
  });
});

describe('what is said about orders', () => {
  it('says what waits, what was traded and what was not', () => {
    expect(outcomeSentence(someOrder())).toBe('Open. Buy 0.05 BTC at 61\u202f000.5 USDT waits in the book.');
    const partly = someOrder({
      status: 'partially-filled',
      filled: decimal('0.02'),
      remaining: decimal('0.03'),
      averagePrice: decimal('61000.5'),
    });
    expect(outcomeSentence(partly)).toBe(
      'Partly filled. Bought 0.02 BTC at 61\u202f000.5 USDT on average; 0.03 BTC waits at 61\u202f000.5 USDT.',
    );
    expect(outcomeSentence(someOrder({ status: 'canceled' }))).toContain('nothing was traded');
    expect(outcomeSentence(someOrder({ status: 'outcome-unknown' }))).toContain('may have arrived');
    expect(outcomeSentence(someOrder({ status: 'rejected', reason: 'insufficient-funds' }))).toContain(
      'insufficient funds',
    );
  });

  it('says a fill in passing with what still waits', () => {
    const order = someOrder({ status: 'partially-filled', remaining: decimal('0.03') });
    expect(fillSentence(someFill(), order)).toBe('Bought 0.02 BTC at 61\u202f000.5 USDT; 0.03 BTC still waits.');
    expect(fillSentence(someFill(), someOrder({ status: 'filled' }))).toBe('Bought 0.02 BTC at 61\u202f000.5 USDT.');
  });

  it('says after cancelling all what is still open', () => {
    expect(cancelAllSentence(3, 0)).toBe('3 orders cancelled; none is open.');
    expect(cancelAllSentence(0, 1)).toBe('No order was cancelled; 1 order could not be cancelled and may still trade.');
  });
});
