import { onList } from '../bound.ts';
import type { OrderRule } from '../rule.ts';

/** Only exchanges that are named: `ALLOW_EXCHANGES`. Case and surrounding space do not matter. */
export const exchangeAllowlist: OrderRule = {
  id: 'exchange-allowlist',
  title: 'Exchanges',
  appliesTo: 'order',
  judge: ({ exchange }, { allowExchanges }) =>
    onList(exchange?.trim().toLowerCase() ?? null, allowExchanges, 'exchange_not_allowed', 'Exchange'),
  standing: ({ allowExchanges }) => allowExchanges?.join(', ') ?? null,
};
