import { describe, expect, it } from 'vitest';
import type { KeyPassport } from '../../../core/contract/shapes.ts';
import { whyNotInPlaceOf } from '../../../core/procedures/compare-passports.ts';
import { fitPassport } from '../custody/fit-passport.ts';

const passport = (change: Partial<KeyPassport> = {}): KeyPassport =>
  fitPassport({ exchange: 'binance', credentialId: 'c', expiresAtMs: 'untold', ...change });
const why = (fresh: Partial<KeyPassport>, old: Partial<KeyPassport> | null = {}) =>
  whyNotInPlaceOf(passport(fresh), old === null ? null : passport(old));

describe('a new key takes the place of an old one', () => {
  it('where it may do the same, or less', () => {
    expect(why({})).toEqual([]);
    expect(why({ futures: 'no', margin: 'no' }, { futures: 'yes', margin: 'yes' })).toEqual([]);
    expect(why({ futures: 'yes' }, { futures: 'yes' })).toEqual([]);
    expect(why({ ipRestricted: 'no' }, { ipRestricted: 'no' })).toEqual([]);
    expect(why({ futures: 'untold', margin: 'untold', ipRestricted: 'untold' })).toEqual([]);
  });

  it('never where it can withdraw or cannot trade, even if the old one was the same, nor where that is not known', () => {
    for (const withdraw of ['yes', 'unknown'] as const) expect(why({ withdraw }, { withdraw })).toHaveLength(1);
    for (const trade of ['no', 'unknown'] as const) expect(why({ trade }, { trade })).toHaveLength(1);
  });

  it('not where it may do what the old one could not, or what is not known of it', () => {
    expect(why({ futures: 'yes' })).toHaveLength(1);
    expect(why({ margin: 'yes', futures: 'yes' })).toHaveLength(2);
    expect(why({ margin: 'unknown' })).toHaveLength(1);
    expect(why({ ipRestricted: 'no' })).toEqual(['It is not bound to IP addresses.']);
    expect(why({ ipRestricted: 'no' }, { ipRestricted: 'unknown' })).toHaveLength(1);
  });

  it('not where nothing is known of the old one and it may do more than trade', () => {
    expect(why({}, null)).toEqual([]);
    expect(why({ futures: 'yes' }, null)).toHaveLength(1);
    expect(why({ ipRestricted: 'no' }, null)).toHaveLength(1);
  });

  it('not where it lacks a right to read, or was not read', () => {
    expect(why({ missing: ['query-funds'] })).toEqual(['It lacks a right to read that is needed: query-funds.']);
    for (const state of ['stale', 'failed', 'unread'] as const) expect(why({ state })).toHaveLength(1);
  });
});
