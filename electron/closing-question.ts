import type { SystemStatus } from '../core/contract/shapes.ts';

/** What to ask before closing. */
export interface ClosingQuestion {
  readonly message: string;
  readonly detail: string;
}

/** What closing the console window leaves behind, as one question with its detail; null when there is nothing to ask. */
export function closingQuestion(
  status: Pick<SystemStatus, 'openOrders' | 'pendingApprovals'> | null,
): ClosingQuestion | null {
  if (status === null || (status.openOrders === 0 && status.pendingApprovals === 0)) return null;
  const open = [
    ...counted(status.openOrders, 'order is open', 'orders are open'),
    ...counted(status.pendingApprovals, 'approval waits', 'approvals wait'),
  ];
  return {
    message: 'Close Portcullis?',
    detail: `${open.join(', and ')}. Open orders stay at the venue; approvals that wait lapse.`,
  };
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
