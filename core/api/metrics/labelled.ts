/** What tells figures of one name apart. Never anything that a person typed or a venue sent: those have no end. */
export type Labels = Readonly<Record<string, string>>;

/** One figure with its labels; `metricName` where a name stands for several, as a histogram's buckets do. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  readonly metricName?: string;
}

/** Counts that only grow, one for each set of labels. */
export interface Counter {
  add(labels: Labels): void;
  samples(): readonly Sample[];
}

/** A counter at nothing. */
export function createCounter(): Counter {
  const counts = new Map<string, { labels: Labels; value: number }>();
  return {
    add(labels) {
      const key = keyOf(labels);
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { labels, value: 1 });
      else known.value += 1;
    },
    samples: () => [...counts.values()],
  };
}

/** How long things took, one distribution for each set of labels. */
export interface Histogram {
  observe(labels: Labels, seconds: number): void;
  samples(name: string): readonly Sample[];
  /** How many there were of each set of labels, and how long all of them took together. */
  totals(): readonly { readonly labels: Labels; readonly count: number; readonly seconds: number }[];
}

/** A histogram over buckets whose upper ends are given in seconds, rising. Buckets count what lies below too, as Prometheus has them. */
export function createHistogram(upTo: readonly number[]): Histogram {
  const all = new Map<string, { labels: Labels; buckets: number[]; sum: number; count: number }>();
  return {
    totals: () => [...all.values()].map(({ count, labels, sum }) => ({ labels, count, seconds: sum })),
    observe(labels, seconds) {
      const key = keyOf(labels);
      const one = all.get(key) ?? { labels, buckets: upTo.map(() => 0), sum: 0, count: 0 };
      all.set(key, one);
      one.sum += seconds;
      one.count += 1;
      for (const [at, end] of upTo.entries()) if (seconds <= end) one.buckets[at] = (one.buckets[at] ?? 0) + 1;
    },
    samples: (name) =>
      [...all.values()].flatMap(({ buckets, count, labels, sum }): Sample[] => [
        ...buckets.map((value, at) => ({
          metricName: `${name}_bucket`,
          labels: { ...labels, le: `${upTo[at]}` },
          value,
        })),
        { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: count },
      ]),
  };
}

function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
