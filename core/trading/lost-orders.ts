import type { Order } from '../contract/shapes.ts';
import type { Clock } from '../ports.ts';

/** Since when the venue was not known to have an order that was sent: by monotonic time, so that no setting of the clock settles one early. */
export interface LostOrders {
  /** The answer to this order was lost just now. */
  lost(clientOrderId: string): void;
  /** For how many milliseconds it has been so. For an order of an earlier run the wall clock tells how long before this run. */
  waitedMs(order: Pick<Order, 'clientOrderId' | 'updatedAtMs'>): number;
  /** For how many milliseconds the venue has not known an order that it took, from the first time it said so: 0 then. */
  absentMs(clientOrderId: string): number;
  /** The venue knows it, or its fate is known. */
  settled(clientOrderId: string): void;
}

/** No order is lost yet. */
export function createLostOrders(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>): LostOrders {
  const sinceMs = new Map<string, number>();
  return {
    lost: (clientOrderId) => void sinceMs.set(clientOrderId, clock.monotonicMs()),
    waitedMs({ clientOrderId, updatedAtMs }) {
      const nowMs = clock.monotonicMs();
      // A clock that was set back since then tells nothing: it has to wait from now on.
      const known = sinceMs.get(clientOrderId) ?? nowMs - Math.max(0, clock.nowMs() - updatedAtMs);
      sinceMs.set(clientOrderId, known);
      return nowMs - known;
    },
    absentMs(clientOrderId) {
      const nowMs = clock.monotonicMs();
      const known = sinceMs.get(clientOrderId) ?? nowMs;
      sinceMs.set(clientOrderId, known);
      return nowMs - known;
    },
    settled: (clientOrderId) => void sinceMs.delete(clientOrderId),
  };
}
