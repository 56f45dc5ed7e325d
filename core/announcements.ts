import type { Audit } from './audit/audit.ts';
import type { Announcement } from './contract/topics.ts';
import type { HaltControl } from './halt/halt.ts';
import { haltForChain } from './halt-at-start.ts';
import type { Clock } from './ports.ts';

/** The audit trail grows with every row; its state is told at most this often. */
const auditPeriodMs = 250;
/** How often it is asked whether the trail still holds, rows or none. */
const chainPeriodMs = 5_000;

/**
 * Turns changes of the halt and the audit trail into announcements, and a trail that turns out broken into a halt. The answer stops it.
 */
export function announcementsOf(deps: {
  readonly audit: Audit;
  readonly halt: HaltControl;
  readonly clock: Clock;
  readonly announce: (announcement: Announcement) => void;
  readonly changed: () => void;
}): () => void {
  const { audit, halt, clock, announce } = deps;
  let isDue = false;
  let isStopped = false;
  const stopHalt = halt.on((state) => {
    announce({ topic: 'halt.changed', payload: state });
    deps.changed();
  });
  const stopAudit = audit.onAppended(() => {
    if (isDue) return;
    isDue = true;
    clock.after(auditPeriodMs, () => {
      isDue = false;
      if (isStopped) return;
      const chain = audit.chain();
      haltForChain(halt, chain);
      announce({ topic: 'audit.appended', payload: chain });
    });
  });
  // A walk that finds something wrong appends nothing: the next row must not be the first to tell.
  const stopLooking = clock.every(chainPeriodMs, () => haltForChain(halt, audit.chain()));
  return () => {
    isStopped = true;
    stopLooking();
    stopHalt();
    stopAudit();
  };
}
