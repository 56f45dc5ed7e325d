import { describe, expect, it } from 'vitest';
import type { ArmableSpend, ArmedState } from '../../../core/contract/shapes.ts';
import {
  armedWords,
  checklistMark,
  goliveCount,
  leftWords,
  missingItems,
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

  it('names what is missing: neither met nor gone without', () => {
    const of = (itemId: string, state: string, gone: object | null = null) => ({ itemId, state, waiver: gone });
    const items = [of('a', 'met'), of('b', 'unmet'), of('c', 'unmet', waiver), of('d', 'unknown')] as never;
    expect(missingItems({ items }).map(({ itemId }) => itemId)).toEqual(['b', 'd']);
  });

  it('counts what is met and what is waived', () => {
    const items = [1, 2, 3].map(() => ({})) as never;
    expect(goliveCount({ items, met: 2, waived: 1, missing: 0 })).toBe('2 of 3 are met, 1 waived');
    expect(goliveCount({ items, met: 2, waived: 0, missing: 1 })).toBe('2 of 3 are met');
  });
});

describe('what is typed to arm', () => {
  const typed = {
    ...{ exchanges: ['kraken' as const], hours: ' 4 ', amounts: { USD: ' 50 ', EUR: '' } },
    ...{ chains: [] as number[], spends: {} },
  };
  const coin: ArmableSpend = {
    ...{ asset: '1:native', chainId: 1, chainName: 'Ethereum', symbol: 'ETH', decimals: 18, most: '1000' },
  };
  const usdc: ArmableSpend = { ...coin, asset: '1:0xa0', symbol: 'USDC', decimals: 6 };

  it('is what is asked for', () => {
    expect(typedScope(typed, [], 1_000)).toEqual({
      ...{ exchanges: ['kraken'], untilMs: 1_000 + 4 * 3_600_000 },
      ...{ maxDayNotional: { USD: '50' }, chains: [], maxDaySpend: {} },
    });
  });

  it('is asked for in smallest units on chains, and nothing of a chain or exchange that is not chosen', () => {
    const spends = { '1:native': ' 0.05 ', '1:0xa0': '2.5', '10:native': '1' };
    expect(typedScope({ ...typed, exchanges: [], chains: [1], spends }, [coin, usdc], 0)).toMatchObject({
      ...{ exchanges: [], chains: [1], maxDayNotional: {} },
      maxDaySpend: { '1:native': '50000000000000000', '1:0xa0': '2500000' },
    });
    expect(typedScope({ ...typed, spends }, [coin, usdc], 0)?.maxDaySpend).toEqual({});
  });

  it.each([
    ['no amount of its own coin', { '1:0xa0': '1' }],
    ['more places than the coin has', { '1:native': '0.0000000000000000001' }],
    ['what is no amount', { '1:native': '1', '1:0xa0': 'all' }],
  ])('is not fit for a chain with %s', (_what, spends) => {
    expect(typedScope({ ...typed, chains: [1], spends }, [coin, usdc], 0)).toBeNull();
  });

  it.each([
    ['no exchange', { exchanges: [] }],
    ['no time', { hours: '' }],
    ['more than a week', { hours: '169' }],
    ['no time at all', { hours: '0' }],
    ['no amount', { amounts: { USD: '' } }],
    ['what is no amount', { amounts: { USD: '5e3' } }],
  ])('is not fit with %s', (_what, change) => {
    expect(typedScope({ ...typed, ...change }, [], 0)).toBeNull();
  });
});

it('says what it is armed for, by name and in whole coins', () => {
  const chain: ArmableSpend = {
    ...{ asset: '1:native', chainId: 1, chainName: 'Ethereum', symbol: 'ETH', decimals: 18, most: '1000' },
  };
  const armed = {
    ...{ exchanges: ['kraken' as const], chains: [1], signer: '0xAb', untilMs: 1, armedAtMs: 0 },
    ...{ maxDayNotional: { USD: '50' }, maxDaySpend: { '1:native': '50000000000000000' } },
  } as unknown as ArmedState;
  const words = 'For Kraken, Ethereum, at most 50 USD, 0.05 ETH on Ethereum in 24 hours';
  expect(armedWords(armed, [chain])).toBe(words);
});

it('says how long it is still armed', () => {
  expect([leftWords(59_999), leftWords(7_200_000)]).toEqual(['less than a minute left', '2 hours left']);
});
