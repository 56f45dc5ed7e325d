import type { Procedure, ProcedureStep, Proof } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';

/** One thing that a try of a step found. */
export type Found = Pick<Proof, 'strength' | 'text'>;

/** What a person gives with a step: their word where the console cannot see it, and which credential is meant. */
export interface Said {
  readonly word: string | null;
  readonly chosenId: string | null;
}

/** How a try of a step ended: done for good, or to be tried again, not before `againAtMs`. */
export interface Tried<Facts> {
  readonly isDone: boolean;
  readonly found: readonly Found[];
  readonly facts: Facts;
  readonly againAtMs: number | null;
}

/**
 * One step of a procedure. It may be cut off at any point and is then tried again from its beginning: a try first looks at what is so
 * already. An error leaves everything as it was; what was found without being done is `isDone: false`.
 */
export interface Step<Facts> {
  readonly stepId: string;
  readonly stage: ProcedureStep['stage'];
  readonly who: ProcedureStep['who'];
  readonly title: string;
  instruction(facts: Facts): string;
  /** Whether it is a step of this procedure at all; all are where this is not given. Of a step that is reached the answer stays the same. */
  isFor?(facts: Facts): boolean;
  /** Whether the person's word ends it, as far as is known now; 'none' where it is not given. */
  word?(facts: Facts): ProcedureStep['word'];
  /** The form of the approval window in which the person does it. */
  form?(facts: Facts): ProcedureStep['form'];
  try(facts: Facts, said: Said): Promise<Result<Tried<Facts>>>;
}

/** The steps of one kind of procedure, in their order, and how its facts are kept as text. */
export interface Plan<Facts> {
  readonly kind: Procedure['kind'];
  readonly steps: readonly Step<Facts>[];
  /** The step after which the halt may be released. */
  readonly validatedBy: string;
  /** The facts of kept text; null for what is none. */
  read(text: string): Facts | null;
}

/** The step is done. */
export function done<Facts>(facts: Facts, strength: Found['strength'], text: string): Result<Tried<Facts>> {
  return { ok: true, value: { isDone: true, found: [{ strength, text }], facts, againAtMs: null } };
}

/** The step is not done, and why. */
export function notYet<Facts>(facts: Facts, text: string, againAtMs: number | null = null): Result<Tried<Facts>> {
  return { ok: true, value: { isDone: false, found: [{ strength: 'failed', text }], facts, againAtMs } };
}

/** The person's word ends the step; without one it is not done, and `ask` says what they are to say. */
export function bySaying<Facts>(facts: Facts, word: string | null, ask: string): Result<Tried<Facts>> {
  return word === null ? notYet(facts, ask) : done(facts, 'said', `You said: ${word}`);
}
