import type { Payload } from '../../core/contract/topics.ts';

/** How an approval ended. */
export type ApprovalEnd = Payload<'approval.closed'>['how'];

/**
 * The end of an approval in words; `approved` is what is said of what was approved. Where the window did not hear how it ended (the core
 * was restarted), its time tells whether it can still have been answered.
 */
export function approvalEndWords(end: ApprovalEnd | undefined, isOver: boolean, approved: string): string {
  switch (end) {
    case 'approved':
      return `Approved. ${approved}`;
    case 'refused':
      return 'Refused. Nothing was sent.';
    case 'expired':
      return 'Expired: nobody answered in time. Nothing was sent.';
    case 'replaced':
      return 'Replaced by a newer request. Nothing was sent of this one.';
    case undefined:
      return isOver ? `It was answered or it expired. ${approved}` : `It no longer waits. ${approved}`;
  }
}
