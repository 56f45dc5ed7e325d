import type { Order, OrderPreview } from '../../core/contract/shapes.ts';

/** An order that was submitted and waits for the person's approval. */
export interface AwaitedOrder {
  readonly approvalId: string;
  readonly expiresAtMs: number;
  readonly draft: OrderPreview['draft'];
  /** The orders that there were before it was submitted. */
  readonly knownIds: ReadonlySet<string>;
}

/** The order that came of an approval: one that was not there before, of exactly the approved figures; undefined while there is none. */
export function orderOfApproval({ draft, knownIds }: AwaitedOrder, orders: readonly Order[] | null): Order | undefined {
  // An order repeats every field of its draft except the kind of market, so the fields are taken from there and none is forgotten.
  const { marketType: _, ...fields } = draft;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  return orders?.find((order) => !knownIds.has(order.orderId) && names.every((name) => order[name] === fields[name]));
}
