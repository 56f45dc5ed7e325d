import type { Face } from '../core/contract/method.ts';
import type { Approval } from '../core/contract/shapes.ts';
import type { Result } from '../core/domain/result.ts';
import type { CoreHost } from './core-process.ts';
import type { Windows } from './windows.ts';

/** Opens and closes the approval windows as the core asks. */
export interface ApprovalWatch {
  /** Shows every approval that still waits: closing its window refused nothing. */
  showAll(): void;
  /** Asks the core for a window. While the answer to an approval is under way (a signature can take minutes) its window stays. */
  call(face: Face, method: string, input: unknown): Promise<Result<unknown>>;
}

/**
 * Follows the core's approvals. They end with the core that asked, so their windows close when it does. One that was answered closes once
 * the answer has done what it does; when that failed, the window stays until the person has read why.
 */
export function watchApprovals(
  host: CoreHost,
  windows: Pick<
    Windows,
    'showApproval' | 'showLock' | 'showSecret' | 'keepApproval' | 'closeApproval' | 'closeAllApprovals'
  >,
): ApprovalWatch {
  const answering = new Set<string>();
  host.onAnnouncement(({ topic, payload }) => {
    if (topic === 'approval.requested') windows.showApproval(payload);
    if (topic === 'lock.requested') windows.showLock();
    if (topic === 'secret.requested') windows.showSecret(payload);
    if (topic === 'approval.closed' && !answering.has(payload.approvalId)) windows.closeApproval(payload.approvalId);
  });
  host.onState(({ state }) => {
    if (state !== 'ready') windows.closeAllApprovals();
  });
  return {
    showAll() {
      void host.call('approval', 'approvals.pending', {}).then((pending) => {
        if (!pending.ok) return;
        for (const approval of pending.value as readonly Approval[]) windows.showApproval(approval);
      });
    },
    async call(face, method, input) {
      if (method !== 'approvals.decide') return host.call(face, method, input);
      const { approvalId } = input as { readonly approvalId: string };
      answering.add(approvalId);
      windows.keepApproval(approvalId);
      const answer = await host.call(face, method, input).finally(() => answering.delete(approvalId));
      if (answer.ok) windows.closeApproval(approvalId);
      return answer;
    },
  };
}
