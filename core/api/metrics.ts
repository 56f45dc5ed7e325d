import type { Registry } from 'prom-client';
import type { SystemStatus } from '../contract/shapes.ts';

/** What is counted. */
export type Counted = 'submitted' | 'refused' | 'canceled' | 'filled';

/** The console's own figures. */
export interface Metrics {
  readonly count: (event: Counted) => void;
  /** `{uptime_sec, counters, timers, gauges}`, as the custody document's `/api/metrics` has it. */
  toJson(status: SystemStatus): MetricsJson;
  /** The same in Prometheus' text format. https://prometheus.io/docs/instrumenting/exposition_formats/ */
  toText(status: SystemStatus): Promise<string>;
}

/** The figures as JSON. */
export interface MetricsJson {
  readonly uptime_sec: number;
  readonly counters: Readonly<Record<string, number>>;
  readonly timers: Readonly<Record<string, never>>;
  readonly gauges: Readonly<Record<string, number>>;
}

/** Figures that start at zero. */
export function createMetrics(): Metrics {
  const counts: Record<Counted, number> = { submitted: 0, refused: 0, canceled: 0, filled: 0 };
  const counters = () => ({
    orders_submitted_total: counts.submitted,
    orders_refused_total: counts.refused,
    orders_canceled_total: counts.canceled,
    fills_total: counts.filled,
  });
  const gauges = (status: SystemStatus) => ({
    trading_halted: status.halt.state === 'active' ? 0 : 1,
    open_orders: status.openOrders,
    live_open_orders: status.liveOpenOrders,
    audit_head_row: status.audit.headId,
    audit_verified_row: status.audit.verifiedToId,
    settings_problems: status.problems.length,
    vault_open: status.vault === 'open' ? 1 : 0,
    venue_up: status.venue.state === 'down' ? 0 : 1,
  });
  const uptimeSec = (status: SystemStatus): number => Math.floor((status.nowMs - status.startedAtMs) / 1000);

  return {
    count: (event) => {
      counts[event] += 1;
    },
    toJson: (status) => ({ uptime_sec: uptimeSec(status), counters: counters(), timers: {}, gauges: gauges(status) }),
    async toText(status) {
      const { Counter, Gauge, Registry } = await import('prom-client');
      const registry: Registry = new Registry();
      const all = { name: '', help: '', registers: [registry] };
      for (const [name, value] of Object.entries(counters())) {
        new Counter({ ...all, name: `portcullis_${name}`, help: words(name) }).inc(value);
      }
      for (const [name, value] of Object.entries({ ...gauges(status), uptime_seconds: uptimeSec(status) })) {
        new Gauge({ ...all, name: `portcullis_${name}`, help: words(name) }).set(value);
      }
      return registry.metrics();
    },
  };
}

function words(name: string): string {
  return `${name.replace(/_total$/, '').replaceAll('_', ' ')}.`;
}
