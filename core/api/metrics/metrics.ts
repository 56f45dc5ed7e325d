import type { SystemStatus } from '../../contract/shapes.ts';
import { createCounter, createHistogram, type Sample } from './labelled.ts';
import { type Gauge, statusGauges } from './status-gauges.ts';

/** What is counted of orders. */
export type Counted = 'submitted' | 'refused' | 'canceled' | 'filled';

/** How a row of the audit trail was kept: durably, to the chain or else the emergency file, or not. */
export type RowKept = 'stored' | 'unwaited' | 'failed';

/** The console's own figures. No label holds an address, an amount, a name that was typed or anything a venue sent. */
export interface Metrics {
  readonly count: (event: Counted) => void;
  /** A method was answered; `outcome` is 'ok' or the error's code. */
  readonly answered: (method: string, outcome: string, tookMs: number) => void;
  /** A row was kept, or could not be. */
  readonly row: (row: { readonly eventType: string; readonly level: string }, kept: RowKept) => void;
  /** `{uptime_sec, counters, timers, gauges}`, as the custody document's `/api/metrics` has it. */
  toJson(status: SystemStatus): MetricsJson;
  /** The same in Prometheus' text format. https://prometheus.io/docs/instrumenting/exposition_formats/ */
  toText(status: SystemStatus): Promise<string>;
}

/** How often something was done, and how long all of it took together. */
export interface Timer {
  readonly count: number;
  readonly seconds: number;
}

/** The figures as JSON. A figure with labels stands under its name with the labels behind it, as Prometheus writes them. */
export interface MetricsJson {
  readonly uptime_sec: number;
  readonly counters: Readonly<Record<string, number>>;
  readonly timers: Readonly<Record<string, Timer>>;
  readonly gauges: Readonly<Record<string, number>>;
}

/** From a millisecond, in which the gate's own work is done, to the ten seconds that a signer or a venue may take. */
const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const orderHelp: Readonly<Record<Counted, readonly [name: string, help: string]>> = {
  submitted: ['orders_submitted_total', 'Orders that were sent.'],
  refused: ['orders_refused_total', 'Orders that were refused before anything was sent.'],
  canceled: ['orders_canceled_total', 'Orders that were cancelled.'],
  filled: ['fills_total', 'Fills of orders.'],
};

/** Figures that start at zero. */
export function createMetrics(): Metrics {
  const orders: Record<Counted, number> = { submitted: 0, refused: 0, canceled: 0, filled: 0 };
  const answers = createCounter();
  const took = createHistogram(bucketsSeconds);
  const rows = createCounter();
  const counters = () => [
    ...(Object.keys(orderHelp) as Counted[]).map((event) => {
      const [name, help] = orderHelp[event];
      return { name, help, samples: [{ labels: {}, value: orders[event] }] };
    }),
    {
      name: 'method_answers_total',
      help: 'Answers by method and outcome: ok, or the code of the error.',
      samples: answers.samples(),
    },
    {
      name: 'audit_rows_total',
      help: 'Rows for the audit trail by event, level and how they were kept.',
      samples: rows.samples(),
    },
  ];

  return {
    count: (event) => {
      orders[event] += 1;
    },
    answered(method, outcome, tookMs) {
      answers.add({ method, outcome });
      took.observe({ method }, tookMs / 1000);
    },
    row: ({ eventType, level }, kept) => rows.add({ event_type: eventType, level, kept }),
    toJson(status) {
      const gauges = statusGauges(status);
      return {
        uptime_sec: gauges.find(({ name }) => name === 'uptime_seconds')?.value ?? 0,
        counters: named(counters().flatMap(({ name, samples }) => samples.map((sample) => ({ name, ...sample })))),
        timers: Object.fromEntries(
          took.totals().map(({ count, labels, seconds }) => [labels.method ?? '', { count, seconds }]),
        ),
        gauges: named(gauges),
      };
    },
    async toText(status) {
      const { Registry } = await import('prom-client');
      const registry = new Registry() as unknown as TakesFigures;
      const add = (short: string, help: string, type: Figure['type'], values: readonly Sample[]): void => {
        const name = `portcullis_${short}`;
        registry.registerMetric({ name, get: async () => ({ name, help, type, values }) });
      };
      for (const { help, name, samples } of counters()) add(name, help, 'counter', samples);
      add(
        'method_seconds',
        'How long methods took to be answered.',
        'histogram',
        took.samples('portcullis_method_seconds'),
      );
      for (const [name, gauges] of byName(statusGauges(status))) {
        add(
          name,
          gauges[0]?.help ?? '',
          'gauge',
          gauges.map(({ labels, value }) => ({ labels: labels ?? {}, value })),
        );
      }
      return registry.metrics();
    },
  };
}

/** One name with its values, as prom-client writes it. */
interface Figure {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly values: readonly Sample[];
}

/** What prom-client's registry asks of a metric to write it; its own metrics would have to be loaded before the first figure. */
interface TakesFigures {
  registerMetric(metric: { readonly name: string; get(): Promise<Figure> }): void;
  metrics(): Promise<string>;
}

function named(figures: readonly Pick<Gauge, 'name' | 'value' | 'labels'>[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    figures.map(({ labels, name, value }) => {
      const said = Object.entries(labels ?? {}).map(([label, text]) => `${label}="${text}"`);
      return [said.length === 0 ? name : `${name}{${said.join(',')}}`, value];
    }),
  );
}

function byName(gauges: readonly Gauge[]): ReadonlyMap<string, readonly Gauge[]> {
  return Map.groupBy(gauges, ({ name }) => name);
}
