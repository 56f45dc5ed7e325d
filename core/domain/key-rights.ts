/** What a venue said of one right. 'unknown' is whatever was not said in exactly the expected words: never to be taken for safe. */
export const answers = ['yes', 'no', 'unknown'] as const;
/** One of the three. */
export type Answer = (typeof answers)[number];

/** What a key may do, as its venue tells it. */
export interface KeyRights {
  readonly trade: Answer;
  /** Whether it can take money out: withdraw, or transfer to another account or person. */
  readonly withdraw: Answer;
  /** 'untold' where the venue has no way of telling it, for these two as for those below: it may well be so. */
  readonly futures: Answer | 'untold';
  readonly margin: Answer | 'untold';
  readonly ipRestricted: Answer | 'untold';
  /** Milliseconds since the epoch; 'untold' where the venue has no way of telling it, 'unknown' where it did not. */
  readonly createdAtMs: number | 'untold' | 'unknown';
  /** 'never' where it said so. */
  readonly expiresAtMs: number | 'never' | 'untold' | 'unknown';
  /** Reading rights that we need and the key lacks, in the venue's words. */
  readonly missing: readonly string[];
  /** What the venue calls the key, when it tells; hostile text made plain. */
  readonly label: string | null;
}

/** Rights of which nothing is known. */
export const unknownRights: KeyRights = {
  trade: 'unknown',
  withdraw: 'unknown',
  futures: 'unknown',
  margin: 'unknown',
  ipRestricted: 'unknown',
  createdAtMs: 'unknown',
  expiresAtMs: 'unknown',
  missing: [],
  label: null,
};
