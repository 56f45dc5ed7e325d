import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../core/audit/audit.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { calmMs, createExchangeReducing, type ExchangeReducing } from '../../../core/exchanges/exchange-reducing.ts';
import { triggerDefaults } from '../../../core/policy/document.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';

const unreachable: AppError = { code: 'venue-unreachable', retry: 'safe', venue: 'kraken', why: 'no' };
const gone: AppError = { code: 'not-found', retry: 'never', what: 'an order' };
let clock: ManualClock;
let rows: AuditEntry[];
let told: number;
let ping: { latencyMs: number; skewMs: number } | null;
let reducing: ExchangeReducing;
beforeEach(() => {
  clock = manualClock();
  rows = [];
  told = 0;
  ping = { latencyMs: 50, skewMs: 0 };
  reducing = createExchangeReducing({
    exchange: 'kraken',
    clock,
    record: { always: (entry) => void rows.push(entry) },
    thresholds: () => triggerDefaults,
    rounds: () => ({ seen: () => ({ ping, failure: null }), quietMs: () => 0 }),
    changed: () => {
      told += 1;
    },
  });
});
const fail = (times: number, error: AppError = unreachable): void => {
  for (let n = 0; n < times; n += 1) reducing.failed(error);
};

describe('an exchange in trouble', () => {
  it('takes only what reduces from the fifth failure within a minute on, and says so once', () => {
    fail(4);
    expect([reducing.why(), reducing.standing()]).toEqual([null, null]);
    fail(3);
    expect(reducing.why()).toMatch(/^Only orders that reduce go to Kraken: 5 requests went wrong within a minute/);
    expect(reducing.standing()).toMatchObject({ sinceMs: clock.nowMs() });
    expect(rows).toMatchObject([
      { eventType: 'venue-reducing', level: 'warn', subject: 'kraken', body: { to: 'reducing' } },
    ]);
    expect(told).toBe(1);
  });

  it('does not count what fails for another reason, nor what failed longer ago', () => {
    fail(20, gone);
    fail(4);
    clock.wind(61_000);
    fail(4);
    expect(reducing.why()).toBeNull();
  });

  it('is open again by itself when nothing was wrong for a minute, and not a moment before', () => {
    ping = { latencyMs: 5_000, skewMs: 0 };
    expect(reducing.why()).toMatch(/took 5000 ms/);
    ping = { latencyMs: 50, skewMs: 0 };
    clock.wind(calmMs - 1);
    expect(reducing.why()).toMatch(/took 5000 ms/);
    clock.wind(1);
    expect([reducing.why(), reducing.standing()]).toEqual([null, null]);
    expect(rows.map(({ body }) => body)).toMatchObject([{ to: 'reducing' }, { to: 'open' }]);
  });

  it('begins the minute anew with every trouble in it, and keeps since when', () => {
    const sinceMs = clock.nowMs();
    fail(5);
    clock.wind(50_000);
    ping = { latencyMs: 50, skewMs: 1_500 };
    expect(reducing.why()).toMatch(/1500 ms from ours/);
    ping = { latencyMs: 50, skewMs: 0 };
    clock.wind(calmMs - 1);
    reducing.look();
    expect(reducing.standing()).toMatchObject({ sinceMs });
    expect(rows).toHaveLength(1);
  });

  it('is not taken for well while it has told nothing', () => {
    ping = { latencyMs: 5_000, skewMs: 0 };
    reducing.look();
    ping = null;
    clock.wind(2 * calmMs);
    reducing.look();
    ping = { latencyMs: 50, skewMs: 0 };
    clock.wind(calmMs - 1);
    expect(reducing.why()).not.toBeNull();
    clock.wind(1);
    expect(reducing.why()).toBeNull();
  });

  it('is forgotten with its connection', () => {
    fail(5);
    reducing.forget();
    expect([reducing.why(), reducing.standing()]).toEqual([null, null]);
  });
});
