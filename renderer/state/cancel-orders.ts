import type { AppError } from '../../core/domain/errors.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { bridge } from '../bridge.ts';
import { counted } from '../format/amount.ts';
import { setOrder } from './console-store.ts';

/** Cancels one order and takes its new state; answers the error, or null. */
export async function cancelOneOrder(orderId: string): Promise<AppError | null> {
  const answer = await bridge().ask['orders.cancel']({ orderId });
  if (!answer.ok) return answer.error;
  setOrder(answer.value);
  return null;
}

/** Cancels every open order and answers what became of them in one sentence. */
export async function cancelAllOrders(): Promise<Result<string>> {
  const answer = await bridge().ask['orders.cancelAll']({});
  if (!answer.ok) return answer;
  const { canceled, left } = answer.value;
  for (const order of [...canceled, ...left]) setOrder(order);
  return ok(cancelAllSentence(canceled.length, left.length));
}

/** What 'cancel all' did, in one sentence. */
export function cancelAllSentence(canceled: number, left: number): string {
  const done = canceled === 0 ? 'No order was cancelled' : `${orders(canceled)} cancelled`;
  return left === 0 ? `${done}; none is open.` : `${done}; ${orders(left)} could not be cancelled and may still trade.`;
}

function orders(count: number): string {
  return `${counted(count)} ${count === 1 ? 'order' : 'orders'}`;
}
