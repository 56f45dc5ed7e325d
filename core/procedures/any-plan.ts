import type { ProcedureStep } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Plan, Said, Step, Tried } from './step.ts';

/** A step over facts as they are kept: text that only its plan can read. */
export interface AnyStep extends Pick<ProcedureStep, 'stepId' | 'stage' | 'who' | 'title'> {
  /** `storage-failed` for facts that are none of its plan, as of `try`. */
  shown(facts: string): Result<Pick<ProcedureStep, 'instruction' | 'word' | 'form'>>;
  /** Whether it is one of this procedure's; also where the facts are none of its plan. */
  isFor(facts: string): boolean;
  try(facts: string, said: Said): Promise<Result<Tried<string>>>;
}

/** The steps of any kind of procedure. */
export interface AnyPlan extends Pick<Plan<unknown>, 'kind' | 'validatedBy'> {
  readonly steps: readonly AnyStep[];
}

/** A plan as those see it who keep procedures of every kind. */
export function anyPlan<Facts>(plan: Plan<Facts>): AnyPlan {
  const facts = (text: string): Result<Facts> => {
    const read = plan.read(text);
    const what = 'a procedure is not one';
    return read === null ? err({ code: 'storage-failed', retry: 'after-checking', what }) : ok(read);
  };
  const anyStep = (step: Step<Facts>): AnyStep => ({
    stepId: step.stepId,
    stage: step.stage,
    who: step.who,
    title: step.title,
    shown(text) {
      const read = facts(text);
      if (!read.ok) return read;
      return ok({
        instruction: step.instruction(read.value),
        word: step.word?.(read.value) ?? 'none',
        form: step.form?.(read.value) ?? null,
      });
    },
    isFor(text) {
      if (step.isFor === undefined) return true;
      const read = facts(text);
      return !read.ok || step.isFor(read.value);
    },
    async try(text, said) {
      const read = facts(text);
      if (!read.ok) return read;
      const tried = await step.try(read.value, said);
      return tried.ok ? ok({ ...tried.value, facts: JSON.stringify(tried.value.facts) }) : tried;
    },
  });
  return { kind: plan.kind, validatedBy: plan.validatedBy, steps: plan.steps.map(anyStep) };
}
