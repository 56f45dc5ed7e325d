import { onList } from '../bound.ts';
import type { OrderRule } from '../rule.ts';

/** Only kinds of market that are named: `ALLOW_CEX_MARKET_TYPES`. A blank one means spot. */
export const marketTypeAllowlist: OrderRule = {
  id: 'market-type-allowlist',
  title: 'Market types',
  appliesTo: 'order',
  judge: ({ marketType }, { allowMarketTypes }) =>
    onList(marketType?.trim().toLowerCase() || 'spot', allowMarketTypes, 'market_type_not_allowed', 'Market type'),
  standing: ({ allowMarketTypes }) => allowMarketTypes?.join(', ') ?? null,
};
