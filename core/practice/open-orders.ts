import type { PracticeOrder } from './practice-order.ts';

/** The open orders of every account, found by number, by client id, or all of one account. */
export interface OpenOrders {
  /** Takes in an order. Throws when the account has one under that client id: who places, asks first. */
  add(order: PracticeOrder): void;
  remove(order: PracticeOrder): void;
  byId(orderId: number): PracticeOrder | null;
  byClientId(accountId: number, clientOrderId: string): PracticeOrder | null;
  /** Oldest first. */
  of(accountId: number): PracticeOrder[];
}

/** None yet. */
export function createOpenOrders(): OpenOrders {
  const byId = new Map<number, PracticeOrder>();
  const byAccount = new Map<number, Map<string, PracticeOrder>>();

  return {
    add(order) {
      const own = byAccount.get(order.accountId) ?? new Map<string, PracticeOrder>();
      if (own.has(order.clientOrderId)) throw new Error('an account with two open orders of one client id');
      own.set(order.clientOrderId, order);
      byAccount.set(order.accountId, own);
      byId.set(order.orderId, order);
    },
    remove(order) {
      byId.delete(order.orderId);
      byAccount.get(order.accountId)?.delete(order.clientOrderId);
    },
    byId: (orderId) => byId.get(orderId) ?? null,
    byClientId: (accountId, clientOrderId) => byAccount.get(accountId)?.get(clientOrderId) ?? null,
    of: (accountId) => [...(byAccount.get(accountId)?.values() ?? [])],
  };
}
