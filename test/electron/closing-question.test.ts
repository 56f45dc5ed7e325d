import { expect, it } from 'vitest';
import { closingQuestion } from '../../electron/closing-question.ts';

it('asks nothing when nothing is open, or before the core has spoken', () => {
  expect(closingQuestion(null)).toBeNull();
  expect(closingQuestion({ openOrders: 0, pendingApprovals: 0 })).toBeNull();
});

it('names what is open before the console closes', () => {
  expect(closingQuestion({ openOrders: 2, pendingApprovals: 1 })?.detail).toMatch(
    /^2 orders are open, and 1 approval waits\./,
  );
  expect(closingQuestion({ openOrders: 1, pendingApprovals: 0 })?.detail).toMatch(/^1 order is open\./);
});
