import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { type Armed, whyDropped } from '../../../core/golive/armed.ts';
import { createArming } from '../../../core/golive/arming.ts';

const dayMs = 86_400_000;
const armed: Armed = {
  ...{ exchanges: ['kraken'], armedAtMs: 1_000, untilMs: 1_000 + dayMs },
  ...{ maxDayNotional: { USDT: decimal('50') }, fingerprint: 'settings', policyDigest: 'policy' },
  ...{ chains: [10], maxDaySpend: { '10:native': '5' }, signer: '0xAb' },
};
const now = { nowMs: 2_000, isHalted: false, fingerprint: 'settings', policyDigest: 'policy', signer: '0xAb' };

describe('what is armed', () => {
  it('holds until its time is over', () => {
    expect(whyDropped(armed, now)).toBeNull();
    expect(whyDropped(armed, { ...now, nowMs: armed.untilMs - 1 })).toBeNull();
    expect(whyDropped(armed, { ...now, nowMs: armed.untilMs })).toContain('time');
  });

  it.each([
    ['a halt', { isHalted: true }],
    ['a clock that was set back', { nowMs: 999 }],
    ['other settings', { fingerprint: 'others' }],
    ['another policy', { policyDigest: 'another' }],
    ['another signer', { signer: '0xCd' }],
    ['a signer that is gone', { signer: null }],
  ])('is dropped by %s', (_what, change) => {
    expect(whyDropped(armed, { ...now, ...change })).toMatch(/\.$/);
  });
});

it('holds without a signer where no chain was armed', () => {
  const exchangesOnly = { ...armed, chains: [], maxDaySpend: {}, signer: null };
  expect(whyDropped(exchangesOnly, { ...now, signer: '0xCd' })).toBeNull();
});

describe('arming', () => {
  const armedOne = (standing: typeof now) => {
    const dropped: string[] = [];
    const arming = createArming(() => standing);
    arming.onDropped((_, why) => dropped.push(why));
    arming.arm(armed);
    return { arming, dropped };
  };

  it('is of the exchanges and chains that were named and of no other, and of nothing before', () => {
    expect(createArming(() => now).isArmed('live:kraken')).toBe(false);
    const { arming } = armedOne({ ...now });
    const scopes = ['live:kraken', 'chain:10', 'live:binance', 'kraken', 'chain:1', '10'];
    expect(scopes.filter((scope) => arming.isArmed(scope))).toEqual(['live:kraken', 'chain:10']);
    expect(arming.limits()).toEqual({
      ...{ allowExchanges: ['kraken'], maxDayNotional: { USDT: decimal('50') } },
      ...{ allowChainIds: [10n], allowSignerAddresses: ['0xab'], maxDaySpend: { '10:native': 5n } },
    });
  });

  it('is over for good once it was dropped, whatever is so again, and that is told once', () => {
    const standing = { ...now };
    const { arming, dropped } = armedOne(standing);
    standing.isHalted = true;
    expect(arming.isArmed('live:kraken')).toBe(false);
    standing.isHalted = false;
    expect([arming.isArmed('live:kraken'), arming.current(), arming.limits()]).toEqual([false, null, {}]);
    arming.drop('again');
    expect(dropped).toEqual(['Trading was halted.']);
  });
});
