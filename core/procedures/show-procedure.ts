import type { Procedure, ProcedureStep, Proof } from '../contract/shapes.ts';
import { ok, type Result } from '../domain/result.ts';
import type { AnyPlan } from './any-plan.ts';
import type { StoredProcedure } from './procedures-table.ts';

/** A kept procedure with all its steps, as a person is shown it. `storage-failed` for facts that are none of its plan. */
export function showProcedure(
  plan: AnyPlan,
  procedure: StoredProcedure,
  proofs: readonly Proof[],
  isBeingTried: boolean,
): Result<Procedure> {
  const { againAtMs, facts, isDoing: _isDoing, outcome, stepId, ...shown } = procedure;
  const at = plan.steps.findIndex((step) => step.stepId === stepId);
  const currentStepId = outcome === 'open' ? stepId : null;
  const stateOf = (index: number): ProcedureStep['state'] => {
    if (index < at || outcome === 'completed') return 'done';
    if (index > at || outcome === 'left') return 'to-come';
    return isBeingTried ? 'doing' : 'ready';
  };
  const steps: ProcedureStep[] = [];
  for (const [index, step] of plan.steps.entries()) {
    const words = step.shown(facts);
    if (!words.ok) return words;
    steps.push({
      stepId: step.stepId,
      stage: step.stage,
      who: step.who,
      title: step.title,
      ...words.value,
      state: stateOf(index),
      againAtMs: step.stepId === currentStepId ? againAtMs : null,
      proofs: proofs.filter((proof) => proof.stepId === step.stepId),
    });
  }
  return ok({ ...shown, outcome, currentStepId, steps });
}
