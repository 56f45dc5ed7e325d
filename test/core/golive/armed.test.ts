import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { type Armed, whyDropped } from '../../../core/golive/armed.ts';
import { createArming } from '../../../core/golive/arming.ts';

const dayMs = 86_400_000;
const armed: Armed = {
  ...{ exchanges: ['kraken'], armedAtMs: 1_000, untilMs: 1_000 + dayMs },
  ...{ maxDayNotional: { USDT: decimal('50') }, fingerprint: 'settings', policyDigest: 'policy' },
};
const now = { nowMs: 2_000, isHalted: false, fingerprint: 'settings', policyDigest: 'policy' };

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
  ])('is dropped by %s', (_what, change) => {
    expect(whyDropped(armed, { ...now, ...change })).toMatch(/\.$/);
  });
});

describe('arming', () => {
  const armedOne = (standing: typeof now) => {
    const dropped: string[] = [];
    const arming = createArming(() => standing);
    arming.onDropped((_, why) => dropped.push(why));
    arming.arm(armed);
    return { arming, dropped };
  };

  it('is of the exchanges that were named and of no other, and of nothing before', () => {
    expect(createArming(() => now).isArmed('live:kraken')).toBe(false);
    const { arming } = armedOne({ ...now });
    expect([arming.isArmed('live:kraken'), arming.isArmed('live:binance'), arming.isArmed('kraken')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(arming.limits()).toEqual({ allowExchanges: ['kraken'], maxDayNotional: { USDT: decimal('50') } });
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
