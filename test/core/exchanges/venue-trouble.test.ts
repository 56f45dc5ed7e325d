import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../core/domain/errors.ts';
import { isOfVenue, troublesOf, type VenueSeen } from '../../../core/exchanges/venue-trouble.ts';
import { triggerDefaults } from '../../../core/policy/document.ts';

const well: VenueSeen = {
  errors: 4,
  lastError: 'venue-unreachable',
  ping: { latencyMs: 3_000, skewMs: -999 },
  quietMs: 90_000,
};
const kinds = (seen: Partial<VenueSeen>) => troublesOf({ ...well, ...seen }, triggerDefaults).map(({ kind }) => kind);

describe('trouble at an exchange', () => {
  it('is none right below every threshold, nor where nothing is known or asked', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ errors: 0, lastError: null, ping: null, quietMs: null })).toEqual([]);
  });

  it.each<[string, Partial<VenueSeen>, RegExp]>([
    ['errors', { errors: 5 }, /5 requests went wrong within a minute, the last with venue-unreachable/],
    ['latency', { ping: { latencyMs: 3_001, skewMs: 0 } }, /took 3001 ms/],
    ['skew', { ping: { latencyMs: 1, skewMs: -1_000 } }, /-1000 ms from ours/],
    ['stale', { quietMs: 90_001 }, /for 90 s/],
  ])('%s begins at its threshold and says what was seen', (kind, seen, words) => {
    const troubles = troublesOf({ ...well, ...seen }, triggerDefaults);
    expect(troubles).toEqual([{ kind, text: expect.stringMatching(words) }]);
  });

  it('is told by failures of the exchange, and not by what it refuses, nor by the key', () => {
    const unreachable: AppError = { code: 'venue-unreachable', retry: 'safe', venue: 'binance', why: 'no' };
    const rejected: AppError = {
      code: 'venue-rejected',
      retry: 'never',
      venue: 'binance',
      venueCode: '1',
      reason: 'no',
    };
    expect([unreachable, rejected].map(isOfVenue)).toEqual([true, false]);
  });
});
