import { decimal } from '../../domain/money.ts';
import { withinBudget } from '../bound.ts';
import { deny, noLimit, type OrderRule } from '../rule.ts';

const code = 'too_many_orders';

/** At most so many orders in a rolling minute, over all markets, this one included. */
export const ordersPerMinute: OrderRule = {
  id: 'orders-per-minute',
  title: 'Orders per minute',
  appliesTo: 'order',
  judge(_order, { maxOrdersPerMinute }, { reserved }) {
    if (maxOrdersPerMinute === undefined) return noLimit;
    const limit = decimal(String(maxOrdersPerMinute));
    if (reserved === null) {
      return deny(code, 'How many orders there were in this minute is not known, so none more may be.', { limit });
    }
    return withinBudget({
      used: decimal(String(reserved.ordersLastMinute)),
      adds: decimal('1'),
      limit,
      unit: 'orders',
      span: 'in this minute',
      code,
    });
  },
  standing: ({ maxOrdersPerMinute }) => (maxOrdersPerMinute === undefined ? null : String(maxOrdersPerMinute)),
};
