import { decimal } from '../domain/money.ts';
import { type AmountsByAsset, type Limits, strictest } from './limits.ts';

/**
 * Limits with those that live trading was armed with, both at once. Where it was armed with amounts by asset, what is in none of these
 * assets moves nothing.
 */
export function withArmed(limits: Limits, armed: Limits): Limits {
  const both = strictest(limits, armed);
  const { maxDayNotional: named } = armed;
  if (named === undefined) return both;
  const maxDayNotional: AmountsByAsset = Object.fromEntries(
    Object.entries(both.maxDayNotional ?? {}).map(([asset, most]) => [
      asset,
      Object.hasOwn(named, asset) ? most : decimal('0'),
    ]),
  );
  return { ...both, maxDayNotional };
}
