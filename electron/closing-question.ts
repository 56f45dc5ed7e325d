import type { SystemStatus } from '../core/contract/shapes.ts';
import type { Clock } from '../core/ports.ts';
import type { CoreHost } from './core-process.ts';

/** What to ask before closing. */
export interface ClosingQuestion {
  readonly message: string;
  readonly detail: string;
}

const answerTimeMs = 1_000;

/**
 * Asks the core what is open now, and answers with the question to put to the person. Null when nothing is, when no core is there, and
 * when the core is another console's, which this window's end does not touch. A core that does not answer is a question of its own.
 */
export async function whatIsOpen(
  host: Pick<CoreHost, 'call' | 'status'>,
  clock: Pick<Clock, 'after'>,
): Promise<ClosingQuestion | null> {
  const { state, problem } = host.status();
  if (state !== 'ready' || problem !== null) return null;
  const answer = await new Promise<Awaited<ReturnType<CoreHost['call']>> | null>((resolve) => {
    const cancel = clock.after(answerTimeMs, () => resolve(null));
    void host.call('console', 'system.status', {}).then((result) => {
      cancel();
      resolve(result);
    });
  });
  if (answer === null || !answer.ok) return unknown;
  return closingQuestion(answer.value as SystemStatus);
}

const unknown: ClosingQuestion = {
  message: 'Close Portcullis?',
  detail: 'The core does not answer, so orders may be open. Open orders stay at the venue; approvals that wait lapse.',
};

/** What closing the console window leaves behind, as one question with its detail; null when there is nothing to ask. */
export function closingQuestion(
  status: Pick<SystemStatus, 'liveOpenOrders' | 'openOrders' | 'pendingApprovals'>,
): ClosingQuestion | null {
  // A book that is not open yet is of practice: closing asks nothing for its sake.
  const openOrders = status.openOrders ?? 0;
  if (status.liveOpenOrders === 0 && openOrders === 0 && status.pendingApprovals === 0) return null;
  const open = [
    ...(status.liveOpenOrders === null
      ? ['How many LIVE orders are open is not known']
      : counted(status.liveOpenOrders, 'LIVE order is open', 'LIVE orders are open')),
    ...counted(openOrders, 'paper order is open', 'paper orders are open'),
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
