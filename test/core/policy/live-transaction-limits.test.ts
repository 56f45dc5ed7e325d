import { describe, expect, it } from 'vitest';
import { withArmedSpends } from '../../../core/policy/armed-limits.ts';
import { liveTransactionLimits } from '../../../core/policy/rules/live-transaction-limits.ts';
import { unknownTransactionFacts } from '../../../core/policy/transaction-facts.ts';

const limits = {
  ...{ allowChainIds: [1n], allowToAddresses: ['0xb0b'], maxValueWei: 10n, maxGas: 21_000n },
  maxDaySpend: { '1:native': 100n, '1:0xa0': 50n },
};
const facts = { ...unknownTransactionFacts, spends: [{ asset: '1:native', amount: 5n }] };
const judge = (changed: object = {}, about: object = {}) =>
  liveTransactionLimits.judge({} as never, { ...limits, ...changed }, { ...facts, ...about });

describe('a transaction on a real chain', () => {
  it('passes where all that it needs has a limit', () => {
    expect(judge()).toMatchObject({ decision: 'allow' });
  });

  it.each([
    ['a list of chains', { allowChainIds: undefined }, {}],
    ['a list of recipients', { allowToAddresses: undefined }, {}],
    ['a largest value', { maxValueWei: undefined }, {}],
    ['a most gas', { maxGas: undefined }, {}],
    ['a most in 24 hours of what it moves', { maxDaySpend: { '1:0xa0': 50n } }, {}],
    ['any most in 24 hours', { maxDaySpend: undefined }, {}],
    ['anybody knowing what it moves', {}, { spends: null }],
  ])('does not pass without %s', (_what, changed, about) => {
    expect(judge(changed, about)).toMatchObject({ decision: 'deny', code: 'live_limit_missing' });
  });

  it.each([
    ['goes to the rescue address', { isRescue: true }],
    ['takes back', { isTakingBack: true }],
  ])('passes without limits where it only %s', (_what, about) => {
    const nothing = { allowChainIds: undefined, allowToAddresses: undefined, maxDaySpend: undefined };
    expect(judge(nothing, { ...about, spends: null })).toMatchObject({ decision: 'allow' });
  });
});

describe('what was armed for chains', () => {
  it('binds beside the policy, and what was not armed has no limit any more', () => {
    const armed = { allowChainIds: [1n, 10n], maxDaySpend: { '1:native': 30n, '10:native': 9n } };
    const both = withArmedSpends(limits, armed);
    expect(both).toMatchObject({ allowChainIds: [1n], maxDaySpend: { '1:native': 30n } });
    expect(Object.keys(both.maxDaySpend ?? {})).toEqual(['1:native']);
  });

  it('never loosens', () => {
    expect(withArmedSpends(limits, { maxDaySpend: { '1:native': 900n } }).maxDaySpend).toEqual({ '1:native': 100n });
  });

  it('changes nothing while nothing is armed', () => {
    expect(withArmedSpends(limits, {}).maxDaySpend).toEqual(limits.maxDaySpend);
  });
});
