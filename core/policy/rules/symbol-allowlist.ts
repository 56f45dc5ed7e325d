import { onList } from '../bound.ts';
import type { OrderRule } from '../rule.ts';

/** Only markets that are named: `ALLOW_CEX_SYMBOLS`. Case and surrounding space do not matter. */
export const symbolAllowlist: OrderRule = {
  id: 'symbol-allowlist',
  title: 'Markets',
  appliesTo: 'order',
  judge: ({ symbol }, { allowSymbols }) =>
    onList(symbol?.trim().toUpperCase() ?? null, allowSymbols, 'symbol_not_allowed', 'Market'),
  standing: ({ allowSymbols }) => allowSymbols?.join(', ') ?? null,
};
