import { expect, it } from 'vitest';
import { refusedGroups } from '../../../core/reports/refused.ts';
import { someRow } from './some-row.ts';

const failed = (eventType: string, error: unknown) => someRow({ eventType, status: 'failed', body: { error } });

it('what came to nothing is counted by kind, code and words, most first', () => {
  const groups = refusedGroups([
    failed('order', { code: 'trading-halted' }),
    failed('order', { code: 'conflict', what: 'first' }),
    failed('order', { code: 'conflict', what: 'last' }),
    failed('order', { code: 'conflict', what: 'last' }),
    failed('sign', 'conflict'),
  ]);
  expect(groups).toEqual([
    { what: 'order', code: 'conflict', why: 'last', count: 2 },
    { what: 'order', code: 'trading-halted', why: '', count: 1 },
    { what: 'order', code: 'conflict', why: 'first', count: 1 },
    { what: 'sign', code: 'conflict', why: '', count: 1 },
  ]);
  expect(refusedGroups([])).toEqual([]);
});
