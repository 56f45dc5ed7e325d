import { describe, expect, it } from 'vitest';
import { byDue } from '../../../renderer/state/custody-order.ts';

describe('the order of the credentials', () => {
  it('has the longest overdue first, then what is due, then what has no date, and what is retired last', () => {
    const all = [
      { name: 'no date', dueAtMs: null, state: 'active' },
      { name: 'retired', dueAtMs: 1, state: 'retired' },
      { name: 'later', dueAtMs: 9_000, state: 'active' },
      { name: 'overdue', dueAtMs: 20, state: 'standby' },
      { name: 'long overdue', dueAtMs: 10, state: 'active' },
      { name: 'no date either', dueAtMs: null, state: 'missing' },
    ] as const;
    expect(byDue(all).map(({ name }) => name)).toEqual([
      'long overdue',
      'overdue',
      'later',
      'no date',
      'no date either',
      'retired',
    ]);
  });
});
