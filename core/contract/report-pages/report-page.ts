/** A table of a report; `empty` is said in the place of rows where there are none. */
export interface ReportTable {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly empty: string;
}

/** A report as it is read, on a screen, in a terminal or on paper: plain texts, which whoever shows them escapes. Times are in UTC. */
export interface ReportPage {
  readonly title: string;
  /** What must be known before it is believed, in sentences. */
  readonly cautions: readonly string[];
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly tables: readonly ReportTable[];
}

/** A moment in UTC as reports write it: 2026-11-27 14:03:22. */
export function reportTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}
