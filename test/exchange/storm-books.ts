import type { Journal } from '../../core/trading/journal.ts';
import type { TrueOrder } from './order-storm.ts';

/**
 * How the console's books differ from the exchange's: by an order that only one of them has, by status, filled amount or fills; and
 * whether any client order id was sent twice (`placements` are those of all requests that left) or is there twice.
 */
export function differences(
  journal: Journal,
  truth: readonly TrueOrder[],
  placements: readonly string[],
): readonly string[] {
  const theirs = new Map(truth.map((order) => [order.clientOrderId, order]));
  const ours = journal.orders({ limit: 100_000 });
  const known = new Set(ours.map(({ clientOrderId }) => clientOrderId));
  return [
    ...repeated(placements).map((id) => `${id} was sent twice`),
    ...repeated(truth.map(({ clientOrderId }) => clientOrderId)).map((id) => `${id} is there twice`),
    ...truth.flatMap(({ clientOrderId: id }) => (known.has(id) ? [] : [`${id} is only there`])),
    ...ours.flatMap((order) => {
      const { clientOrderId: id, filled, orderId, status } = order;
      const there = theirs.get(id);
      if (there === undefined) return status === 'rejected' ? [] : [`${id} is only here, as ${status}`];
      const fills = journal.fills({ orderId, limit: 100_000 });
      return [
        status === there.status ? [] : [`${id} is ${status} here and ${there.status} there`],
        filled === there.filled ? [] : [`${id} is filled by ${filled} here and ${there.filled} there`],
        journal.filledOf(orderId) === there.filled ? [] : [`the fills of ${id} do not come to ${there.filled}`],
        fills.length === there.fills ? [] : [`${id} has ${fills.length} fills here and ${there.fills} there`],
      ].flat();
    }),
  ];
}

function repeated(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
