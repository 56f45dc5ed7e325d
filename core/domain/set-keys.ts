/** One part of an exchange's key as a setting has it. A null text was set and could not be read. */
export interface SetPart {
  readonly name: string;
  readonly text: string | null;
  readonly source: 'environment' | 'env-file';
}

/** What the settings of one owner (`CEX_<OWNER>_…`, or `CEX_API_…`) say of its key; parts that are not set are null. */
export interface SetKey {
  /** How the names of its settings begin, such as 'CEX_KRAKEN_API'. */
  readonly start: string;
  readonly apiKey: SetPart | null;
  readonly secret: SetPart | null;
  /** `CEX_<OWNER>_API_PASSWORD` and `CEX_<OWNER>_PASSWORD` are two names of one thing: both where both are set. */
  readonly passwords: readonly SetPart[];
}

/** Every key of the settings. */
export interface SetKeys {
  /** `CEX_API_KEY` and its kin; null where none of them is set. */
  readonly generic: SetKey | null;
  /** By the exchange's name in lower case, whether or not it can be traded on. */
  readonly byExchange: ReadonlyMap<string, SetKey>;
}
