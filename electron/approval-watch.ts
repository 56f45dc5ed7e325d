import type { Approval } from '../core/contract/shapes.ts';
import type { CoreHost } from './core-process.ts';
import type { Windows } from './windows.ts';

/** Opens and closes the approval windows as the core asks. */
export interface ApprovalWatch {
  /** Shows every approval that still waits: closing its window refused nothing. */
  showAll(): void;
}

/** Follows the core's approvals. They end with the core that asked, so their windows close when it does. */
export function watchApprovals(
  host: CoreHost,
  windows: Pick<Windows, 'showApproval' | 'showLock' | 'closeApproval' | 'closeAllApprovals'>,
): ApprovalWatch {
  host.onAnnouncement(({ topic, payload }) => {
    if (topic === 'approval.requested') windows.showApproval(payload);
    if (topic === 'lock.requested') windows.showLock();
    if (topic === 'approval.closed') windows.closeApproval(payload.approvalId);
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
  };
}
