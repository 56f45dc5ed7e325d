import { describe, expect, it } from 'vitest';
import { createRefresher } from '../../../core/trading/refresher.ts';
import { manualClock } from '../../manual-clock.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('refresher', () => {
  it('runs one refresh of an order at a time and never loses a request made while one runs', async () => {
    const clock = manualClock();
    let running = 0;
    let most = 0;
    let runs = 0;
    const gates: (() => void)[] = [];
    const refresher = createRefresher({
      clock,
      refresh: async () => {
        running += 1;
        runs += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => gates.push(resolve));
        running -= 1;
        return true;
      },
      isInFlight: () => false,
      open: () => [],
      failed: (cause) => expect.fail(String(cause)),
    });
    refresher.soon('a');
    refresher.soon('a');
    refresher.soon('a');
    gates.shift()?.();
    await settled();
    gates.shift()?.();
    await settled();
    expect({ most, runs }).toEqual({ most: 1, runs: 2 });
    refresher.stop();
  });

  it('tries again later when the venue could not be asked, and waits for a submission in flight', async () => {
    const clock = manualClock();
    let inFlight = true;
    const answers = [false, true];
    let asked = 0;
    const refresher = createRefresher({
      clock,
      refresh: async () => {
        asked += 1;
        return answers.shift() ?? true;
      },
      isInFlight: () => inFlight,
      open: () => [],
      failed: (cause) => expect.fail(String(cause)),
    });
    refresher.soon('a');
    await settled();
    expect(asked).toBe(0);
    inFlight = false;
    clock.wind(100);
    await settled();
    expect(asked).toBe(1);
    clock.wind(2_000);
    await settled();
    expect(asked).toBe(2);
    clock.wind(60_000);
    await settled();
    expect(asked).toBe(2);
    refresher.stop();
  });

  it('sweeps open orders without a hint', async () => {
    const clock = manualClock();
    const seen: string[] = [];
    const refresher = createRefresher({
      clock,
      refresh: async (id) => seen.push(id) > 0,
      isInFlight: () => false,
      open: () => ['x', 'y'],
      failed: (cause) => expect.fail(String(cause)),
    });
    clock.wind(5_000);
    await settled();
    expect(seen).toEqual(['x', 'y']);
    refresher.stop();
  });

  it('says nothing of a question that was cut off by its end', async () => {
    const clock = manualClock();
    const told: string[] = [];
    let cut = (): void => undefined;
    const refresher = createRefresher({
      clock,
      refresh: () =>
        new Promise((_, reject) => {
          cut = () => reject(new Error('the books are closed'));
        }),
      isInFlight: () => false,
      open: () => [],
      failed: (cause) => void told.push(String(cause)),
    });
    refresher.soon('a');
    cut();
    await settled();
    expect(told).toHaveLength(1);
    refresher.soon('b');
    refresher.stop();
    cut();
    await settled();
    expect(told).toHaveLength(1);
  });
});
