/**
 * One thing that protects a person, switched off: `find`, which is exactly once in `file`, is replaced, and then one of `tests` must fail.
 * Paths are from the root.
 */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly tests: readonly string[];
}
