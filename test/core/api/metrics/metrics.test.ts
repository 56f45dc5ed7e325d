import { beforeAll, describe, expect, it } from 'vitest';
import { createMetrics, type Metrics } from '../../../../core/api/metrics/metrics.ts';
import type { SystemStatus } from '../../../../core/contract/shapes.ts';
import { temporaryCore } from '../../temporary-core.ts';

let status: SystemStatus;
beforeAll(async () => {
  const console_ = await temporaryCore();
  status = console_.core.status();
  await console_.remove();
});

function used(): Metrics {
  const metrics = createMetrics();
  metrics.count('refused');
  metrics.answered('orders.submit', 'ok', 4);
  metrics.answered('orders.submit', 'policy-denied', 40);
  metrics.row({ eventType: 'order', level: 'info' }, 'stored');
  metrics.row({ eventType: 'order', level: 'info' }, 'stored');
  return metrics;
}

describe('the console’s figures', () => {
  it('count answers by method and outcome, and rows by how they were kept', () => {
    expect(used().toJson(status)).toMatchObject({
      counters: {
        orders_refused_total: 1,
        'method_answers_total{method="orders.submit",outcome="ok"}': 1,
        'method_answers_total{method="orders.submit",outcome="policy-denied"}': 1,
        'audit_rows_total{event_type="order",level="info",kept="stored"}': 2,
      },
      timers: { 'orders.submit': { count: 2, seconds: 0.044 } },
    });
  });

  it('say as text how many answers took at most how long, each bucket with those below it', async () => {
    const text = await used().toText(status);
    const bucket = (end: string) =>
      new RegExp(`^portcullis_method_seconds_bucket\\{method="orders.submit",le="${end}"\\} (\\d+)$`, 'm').exec(
        text,
      )?.[1];
    expect(['0.0025', '0.005', '0.025', '0.05', '\\+Inf'].map(bucket)).toEqual(['0', '1', '1', '2', '2']);
    expect(text).toMatch(/^portcullis_method_seconds_count\{method="orders.submit"\} 2$/m);
  });

  it('have a name of one kind, a unit where there is one, and words that say what they are', async () => {
    const text = await used().toText(status);
    const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, kind]) => ({ name: name ?? '', kind }));
    const helps = [...text.matchAll(/^# HELP (\S+) (.+)$/gm)];
    expect(helps.map(([, name]) => name)).toEqual(names.map(({ name }) => name));
    expect(helps.every(([, , help]) => /^[A-Z].{10,}\.$/.test(help ?? ''))).toBe(true);
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
    expect(names.filter(({ name }) => name.endsWith('_total')).every(({ kind }) => kind === 'counter')).toBe(true);
    expect(names.filter(({ kind }) => kind === 'counter').every(({ name }) => name.endsWith('_total'))).toBe(true);
    expect(names.some(({ name }) => /_ms$|milliseconds/.test(name))).toBe(false);
  });

  it('leave out what is not known, and show one state of the halt', async () => {
    const unknown = { ...status, venue: { ...status.venue, skewMs: null, latencyMs: 120 } };
    const halt = { ...status.halt, state: 'reducing' } as const;
    const { gauges } = createMetrics().toJson({ ...unknown, halt, reducing: ['kraken'] });
    expect(gauges).not.toHaveProperty('venue_clock_skew_seconds');
    expect(gauges).toMatchObject({
      venue_latency_seconds: 0.12,
      trading_halted: 1,
      'venue_reducing{exchange="binance"}': 0,
      'venue_reducing{exchange="kraken"}': 1,
      'halt_state{state="active"}': 0,
      'halt_state{state="reducing"}': 1,
      'halt_state{state="halted"}': 0,
    });
  });
});
