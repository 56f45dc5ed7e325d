import { smaller } from '../domain/bigint.ts';
import { decimal } from '../domain/money.ts';
import { type AmountsByAsset, type Limits, strictest } from './limits.ts';
import { spendLimit } from './transaction-limits.ts';

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

/**
 * The same for what is signed: of an asset of a chain that it was not armed with, nothing has a limit any more, and what has none is not
 * signed for a real chain (see `live-transaction-limits.ts`).
 */
export function withArmedSpends(limits: Limits, armed: Limits): Limits {
  const both = strictest(limits, armed);
  const { maxDaySpend: named } = armed;
  if (named === undefined) return both;
  const maxDaySpend = Object.fromEntries(
    Object.entries(limits.maxDaySpend ?? {}).flatMap(([asset, most]) => {
      const own = spendLimit(named, asset);
      return own === undefined ? [] : [[asset, smaller(most, own)] as const];
    }),
  );
  return { ...both, maxDaySpend };
}
