import { describe, expect, it } from 'vitest';
import { createCallCounter, keyLimit } from '../../../../core/venues/kraken/call-counter.ts';
import { manualClock } from '../../../manual-clock.ts';

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

describe("Kraken's call counter", () => {
  it('lets as many calls go at once as the lowest tier may, and the rest as the counter falls', async () => {
    const clock = manualClock();
    const counter = createCallCounter(clock, keyLimit);
    let gone = 0;
    for (let call = 0; call < 18; call += 1) void counter.take(1).then(() => (gone += 1));
    await settled();
    expect(gone).toBe(15);
    clock.wind(3_000);
    await settled();
    expect(gone).toBe(15);
    clock.wind(100);
    await settled();
    expect(gone).toBe(16);
    clock.wind(7_000);
    await settled();
    expect(gone).toBe(18);
    clock.wind(100_000);
    for (let call = 0; call < 15; call += 1) void counter.take(1).then(() => (gone += 1));
    await settled();
    expect(gone).toBe(33);
  });
});
