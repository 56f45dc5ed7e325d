import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import type { Limits } from '../../../core/policy/limits.ts';
import { orderNotional } from '../../../core/policy/rules/order-notional.ts';
import { priceBand } from '../../../core/policy/rules/price-band.ts';
import { standingDenial } from '../../../renderer/state/standing-denial.ts';

/** The rows as the core writes them of these limits. */
function rowsOf(limits: Limits) {
  return [priceBand, orderNotional].map(({ id, standing }) => ({ rule: id, value: standing(limits) }));
}

const sell = { type: 'stop-market', side: 'sell', quote: 'USDT' } as const;
const buy = { ...sell, side: 'buy' } as const;

describe('what the policy denies before anything is filled in', () => {
  it('is every stop order without a limit where there is a price band, and it says why', () => {
    const rows = rowsOf({ priceBandPercent: decimal('5') });
    for (const kind of [sell, buy]) expect(standingDenial(kind, rows)).toMatch(/any price.*5\u00a0%.*Stop limit/);
  });

  it('is a stop buy without a limit where there is a limit on what is paid', () => {
    const rows = rowsOf({ maxOrderNotional: { USDT: decimal('100') } });
    expect(standingDenial(buy, rows)).toMatch(/may cost anything.*USDT/);
    expect(standingDenial({ ...buy, quote: 'EUR' }, rows)).toBeNull();
    expect(standingDenial(sell, rows)).toBeNull();
  });

  it('is no other kind, and nothing where no limit stands', () => {
    const rows = rowsOf({ priceBandPercent: decimal('5') });
    for (const type of ['limit', 'limit-maker', 'market', 'stop-limit'] as const)
      expect(standingDenial({ ...buy, type }, rows)).toBeNull();
    expect(standingDenial(buy, rowsOf({}))).toBeNull();
  });
});
