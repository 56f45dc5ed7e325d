import { describe, expect, it } from 'vitest';
import {
  checklistMark,
  goliveCount,
  leftWords,
  typedScope,
  waiverWords,
} from '../../../renderer/state/golive-words.ts';

const waiver = { atMs: 0, untilMs: 86_400_000, reason: 'the drill is on Monday' };

describe('the checklist in words', () => {
  it('says waived of what is not met and gone without, and met of what is met all the same', () => {
    expect(checklistMark({ state: 'unmet', waiver })).toEqual({ state: 'waived', text: 'Waived' });
    expect(checklistMark({ state: 'unmet', waiver: null }).text).toBe('Not met');
    expect(checklistMark({ state: 'met', waiver }).text).toBe('Met');
    expect(waiverWords(waiver)).toContain(waiver.reason);
  });

  it('counts what is met and what is waived', () => {
    const items = [1, 2, 3].map(() => ({})) as never;
    expect(goliveCount({ items, met: 2, waived: 1, missing: 0 })).toBe('2 of 3 are met, 1 waived');
    expect(goliveCount({ items, met: 2, waived: 0, missing: 1 })).toBe('2 of 3 are met');
  });
});

describe('what is typed to arm', () => {
  const typed = { exchanges: ['kraken' as const], hours: ' 4 ', amounts: { USD: ' 50 ', EUR: '' } };

  it('is what is asked for', () => {
    expect(typedScope(typed, 1_000)).toEqual({
      ...{ exchanges: ['kraken'], untilMs: 1_000 + 4 * 3_600_000 },
      maxDayNotional: { USD: '50' },
    });
  });

  it.each([
    ['no exchange', { exchanges: [] }],
    ['no time', { hours: '' }],
    ['more than a week', { hours: '169' }],
    ['no time at all', { hours: '0' }],
    ['no amount', { amounts: { USD: '' } }],
    ['what is no amount', { amounts: { USD: '5e3' } }],
  ])('is not fit with %s', (_what, change) => {
    expect(typedScope({ ...typed, ...change }, 0)).toBeNull();
  });
});

it('says how long it is still armed', () => {
  expect([leftWords(59_999), leftWords(7_200_000)]).toEqual(['less than a minute left', '2 hours left']);
});
