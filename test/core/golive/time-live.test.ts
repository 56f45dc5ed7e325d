import { describe, expect, it } from 'vitest';
import { createTimeLive } from '../../../core/golive/time-live.ts';
import { manualClock } from '../../manual-clock.ts';

const hourMs = 3_600_000;

/** Counting that has begun, on a clock that a test sets; it is armed until an hour after the clock's start. */
function begun() {
  const clock = manualClock();
  const untilMs = clock.nowMs() + hourMs;
  const time = createTimeLive(clock);
  time.begin();
  return { clock, look: () => time.look(untilMs), end: () => time.end(untilMs), time };
}

describe('the time that live trading was armed', () => {
  it('counts as it goes by, from one look to the next', () => {
    const { clock, end, look } = begun();
    clock.wind(10_000);
    look();
    clock.wind(5_000);
    expect(end()).toBe(15_000);
  });

  it('is not made longer by a wall clock that is set ahead, in one jump or in many', () => {
    const { clock, end, look } = begun();
    for (let n = 0; n < 10; n += 1) {
      clock.jump(50_000);
      clock.wind(1_000);
      look();
    }
    expect(end()).toBe(10_000);
  });

  it('is not made up for once a clock that was set back is set right again', () => {
    const { clock, end, look } = begun();
    clock.jump(-600_000);
    clock.wind(60_000);
    look();
    clock.jump(600_000);
    look();
    expect(end()).toBe(0);
  });

  it('does not count while the machine sleeps', () => {
    const { clock, end } = begun();
    clock.sleep(600_000);
    clock.wind(1_000);
    expect(end()).toBe(1_000);
  });

  it('does not count after it was over', () => {
    const { clock, end } = begun();
    clock.wind(2 * hourMs);
    expect(end()).toBe(hourMs);
  });

  it('is told once, in whole milliseconds, and begins anew with the next arming', () => {
    const { clock, end, time } = begun();
    clock.wind(1_000.7);
    expect(end()).toBe(1_000);
    clock.wind(1_000);
    expect(end()).toBe(0);
    time.begin();
    clock.wind(3_000);
    time.begin();
    clock.wind(2_000);
    expect(end()).toBe(2_000);
  });
});
