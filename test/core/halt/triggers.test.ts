import { describe, expect, it, vi } from 'vitest';
import { createHaltLock } from '../../../core/halt/halt-lock.ts';
import type { HaltCause } from '../../../core/halt/halt-state.ts';
import { haltOnClockJump } from '../../../core/halt/triggers/clock-jump.ts';
import { freeBytes, haltOnDiskSpace } from '../../../core/halt/triggers/disk-space.ts';
import { followEnvFile } from '../../../core/halt/triggers/env-file-watch.ts';
import { haltOnRefusedSubmits } from '../../../core/halt/triggers/refused-submits.ts';
import { haltOnStaleMarket } from '../../../core/halt/triggers/stale-market.ts';
import { manualClock } from '../../manual-clock.ts';

const minuteMs = 60_000;
/** A halt that only writes down what it is told. */
function toldHalt() {
  const causes: HaltCause[] = [];
  const resolved: string[] = [];
  return {
    causes,
    resolved,
    engage: (cause: HaltCause) => void causes.push(cause),
    resolve: (code: string) => void resolved.push(code),
    state: () => ({
      state: 'halted' as const,
      sinceMs: 0,
      locked: null,
      reasons: causes.map((cause) => ({ ...cause, atMs: 0, resolved: resolved.includes(cause.code) })),
    }),
  };
}

describe('refused submits', () => {
  it('halt at the fifth of one origin within a minute', () => {
    const halt = toldHalt();
    const clock = manualClock();
    const refused = haltOnRefusedSubmits(halt, clock, () => 5);
    for (let n = 1; n <= 4; n += 1) refused('console');
    for (let n = 1; n <= 4; n += 1) refused('operator');
    expect(halt.causes).toEqual([]);
    refused('console');
    expect(halt.causes).toMatchObject([{ code: 'refused-submits', source: 'automatic' }]);
    expect(halt.causes[0]?.text).toContain("'console'");
  });

  it('do not add up over more than a minute, whatever the wall clock does', () => {
    const halt = toldHalt();
    const clock = manualClock();
    const refused = haltOnRefusedSubmits(halt, clock, () => 3);
    for (let n = 1; n <= 10; n += 1) {
      refused('console');
      clock.jump(-minuteMs);
      clock.wind(minuteMs / 2);
    }
    expect(halt.causes).toEqual([]);
  });
});

describe('a jump of the clock', () => {
  function watched(mostMs = minuteMs) {
    const halt = toldHalt();
    const clock = manualClock();
    haltOnClockJump(halt, clock, () => mostMs);
    return { halt, clock };
  }
  it.each([
    ['ahead', 61_000, '61 s ahead'],
    ['back', -61_000, '61 s back'],
    ['ahead by hours', 3 * 3_600_000 + 20 * minuteMs, '3 h 20 min ahead'],
  ])('%s halts', (_title, byMs, words) => {
    const { halt, clock } = watched();
    clock.wind(5_000);
    clock.jump(byMs);
    clock.wind(5_000);
    expect(halt.causes).toMatchObject([{ code: 'clock-jumped' }]);
    expect(halt.causes[0]?.text).toContain(words);
    clock.wind(minuteMs);
    expect(halt.causes).toHaveLength(1);
  });

  it('of less does not, and neither does sleep', () => {
    const { halt, clock } = watched();
    clock.jump(59_000);
    clock.wind(5_000);
    clock.sleep(8 * 3_600_000);
    clock.wind(5_000);
    expect(halt.causes).toEqual([]);
  });

  it('that sleep explains only in part halts', () => {
    const { halt, clock } = watched();
    clock.sleep(3_600_000);
    clock.jump(3_600_000);
    clock.wind(5_000);
    expect(halt.causes).toHaveLength(1);
  });
});

describe('a disk that is nearly full', () => {
  it('halts once, and is over when half as much again is free', async () => {
    const halt = toldHalt();
    const clock = manualClock();
    let free = 99n * 1024n * 1024n;
    const stop = haltOnDiskSpace(
      halt,
      clock,
      async () => free,
      () => 100,
    );
    await vi.waitFor(() => expect(halt.causes).toMatchObject([{ code: 'disk-full' }]), { timeout: 30_000 });
    clock.wind(30_000);
    free = 140n * 1024n * 1024n;
    clock.wind(30_000);
    await Promise.resolve();
    expect(halt.causes).toHaveLength(1);
    expect(halt.resolved).toEqual([]);
    free = 151n * 1024n * 1024n;
    clock.wind(30_000);
    await vi.waitFor(() => expect(halt.resolved).toEqual(['disk-full']), { timeout: 30_000 });
    stop();
  });

  it('halts when the space cannot be read; the real one can', async () => {
    const halt = toldHalt();
    haltOnDiskSpace(
      halt,
      manualClock(),
      () => Promise.reject(new Error('no')),
      () => 1,
    );
    await vi.waitFor(() => expect(halt.causes).toHaveLength(1), { timeout: 30_000 });
    expect(await freeBytes('.')).toBeGreaterThan(0n);
  });
});

describe('a market that falls silent', () => {
  it('halts only while orders are open there, and is over when it speaks again', () => {
    const halt = toldHalt();
    const clock = manualClock();
    const open: string[] = [];
    let hear: (symbol: string) => void = () => undefined;
    haltOnStaleMarket({
      halt,
      clock,
      openSymbols: () => open,
      onUpdate(listener) {
        hear = listener;
        return () => undefined;
      },
      mostMs: () => minuteMs,
    });
    clock.wind(5 * minuteMs);
    expect(halt.causes).toEqual([]);
    hear('BTC/USDT');
    open.push('BTC/USDT', 'BTC/USDT');
    clock.wind(minuteMs);
    expect(halt.causes).toEqual([]);
    clock.wind(5_000);
    expect(halt.causes).toMatchObject([{ code: 'market-stale' }]);
    clock.wind(minuteMs);
    expect(halt.causes).toHaveLength(1);
    hear('ETH/USDT');
    expect(halt.resolved).toEqual([]);
    hear('BTC/USDT');
    expect(halt.resolved).toEqual(['market-stale']);
  });
});

describe('the lock of TRADING_HALTED', () => {
  it('holds while any place says so, and unlocking releases nothing', () => {
    const told: (string | null)[] = [];
    const lock = createHaltLock({ setLock: (text) => void told.push(text) });
    lock.say('environment', false);
    lock.say('env-file', true);
    lock.say('command', true);
    lock.say('env-file', false);
    lock.say('command', false);
    expect(told.map((text) => text !== null)).toEqual([false, true, true, true, false]);
  });

  it('follows the .env file, and keeps its last word while the file cannot be taken', () => {
    const clock = manualClock();
    const said: boolean[] = [];
    let file: boolean | null = null;
    const stop = followEnvFile({ say: (_source, isHalted) => void said.push(isHalted) }, clock, () => file);
    file = true;
    clock.wind(1_000);
    file = null;
    clock.wind(5_000);
    file = false;
    clock.wind(1_000);
    stop();
    file = true;
    clock.wind(5_000);
    expect(said).toEqual([true, false]);
  });
});
