import type { Audit } from './audit/audit.ts';
import { mostDaysAlone } from './audit/retention-survey.ts';
import type { Clock, Log } from './ports.ts';

const dayMs = 24 * 60 * 60 * 1000;
const firstLookMs = 10 * 60 * 1000;

/** What clearing overdue rows stands on; `confirmedNowMs` is 0 while no time is confirmed. */
export interface RetentionWatch {
  readonly audit: Pick<Audit, 'retention' | 'newest'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly confirmedNowMs: () => number;
}

/**
 * Clears what the table of CUSTODY.md no longer keeps, without the person, as far as that is allowed: the oldest 31 days of rows, once in
 * 31 days. Looked for some minutes after the start and then daily; more than that waits for the person. The answer stops it.
 */
export function watchRetention({ audit, clock, confirmedNowMs, log }: RetentionWatch): () => void {
  const look = async (): Promise<void> => {
    const nowMs = confirmedNowMs();
    if (nowMs === 0) return;
    const last = audit.newest({ eventType: 'audit-retention', status: 'ok' });
    if (!last.ok) return;
    if (last.value !== null && nowMs - Date.parse(last.value.timestamp) < mostDaysAlone * dayMs) return;
    const plan = await audit.retention.plan(nowMs);
    if (!plan.ok || plan.value.rows === 0) return;
    const cleared = await audit.retention.pass({ confirmedNowMs: nowMs, byPerson: false, actor: 'core' });
    if (!cleared.ok) log.warn('what is past its time could not be cleared', { error: cleared.error.code });
  };
  const stops = [clock.after(firstLookMs, () => void look()), clock.every(dayMs, () => void look())];
  return () => {
    for (const stop of stops) stop();
  };
}
