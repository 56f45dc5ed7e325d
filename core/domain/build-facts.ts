/** How many known faults the packages had that a console was built from, by how grave they are. */
export interface Advisories {
  readonly critical: number;
  readonly high: number;
  readonly moderate: number;
  readonly low: number;
}

/** What a console was built from, as its build put it in. */
export interface BuildFacts {
  /** SHA-256 of package-lock.json, in lower-case hexadecimal digits: it names every package by its digest. */
  readonly lockfileSha256: string;
  readonly builtAtMs: number;
  /** Null where the build was not given what `npm audit --json` had answered. */
  readonly advisories: Advisories | null;
}
