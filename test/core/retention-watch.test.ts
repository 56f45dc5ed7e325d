import { describe, expect, it, vi } from 'vitest';
import { watchRetention } from '../../core/retention-watch.ts';
import { appendMany, auditPlace, unwrap } from './audit/temporary-audit.ts';

const dayMs = 24 * 3_600_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('rows that are past their time', () => {
  it('are cleared without the person, 31 days of them once in 31 days, and never by a time that nothing confirms', async () => {
    const place = auditPlace();
    const audit = place.open();
    for (let month = 0; month < 3; month += 1) {
      await appendMany(audit, 1, { eventType: 'sign' });
      place.clock.jump(40 * dayMs);
    }
    place.clock.jump(400 * dayMs);
    let isConfirmed = false;
    const stop = watchRetention({
      audit,
      clock: place.clock,
      log: quiet,
      confirmedNowMs: () => (isConfirmed ? place.clock.nowMs() : 0),
    });
    const bodies = () => [1, 2, 3].map((id) => unwrap(audit.get(id)).body === null);
    place.clock.wind(10 * 60_000);
    isConfirmed = true;
    expect(bodies()).toEqual([false, false, false]);
    place.clock.wind(dayMs);
    await vi.waitFor(() => expect(bodies()).toEqual([true, false, false]), { timeout: 30_000 });
    place.clock.wind(30 * dayMs);
    await vi.waitFor(
      () => expect(unwrap(audit.newest({ eventType: 'audit-retention', status: 'ok' }))).not.toBeNull(),
      { timeout: 30_000 },
    );
    expect(bodies()).toEqual([true, false, false]);
    place.clock.jump(5 * dayMs);
    place.clock.wind(dayMs);
    await vi.waitFor(() => expect(bodies()).toEqual([true, true, false]), { timeout: 30_000 });
    stop();
    audit.close();
  });
});
