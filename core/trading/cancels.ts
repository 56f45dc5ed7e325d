/** One cancel of an order that is under way. */
export interface CancelUnderWay {
  /** Whether nobody else has asked for a cancel of the same order since this one began, or was waiting for one when it did. */
  isAlone(): boolean;
  end(): void;
}

/** The cancels under way: an order that is cancelled by somebody else at the same moment must not be replaced. */
export interface Cancels {
  begin(orderId: string): CancelUnderWay;
}

/** None is under way yet. */
export function createCancels(): Cancels {
  const orders = new Map<string, { running: number; begun: number }>();
  return {
    begin(orderId) {
      const order = orders.get(orderId) ?? { running: 0, begun: 0 };
      orders.set(orderId, order);
      const wasAlone = order.running === 0;
      order.running += 1;
      order.begun += 1;
      const mine = order.begun;
      return {
        isAlone: () => wasAlone && order.begun === mine,
        end() {
          order.running -= 1;
          if (order.running === 0) orders.delete(orderId);
        },
      };
    },
  };
}
