import type { Procedure, ProcedureStep, Proof } from '../contract/shapes.ts';
import type { AnyPlan } from './any-plan.ts';
import type { StoredProcedure } from './procedures-table.ts';

/** A kept procedure with all its steps, as a person is shown it; without any where its facts are none of its plan: it can only be left. */
export function showProcedure(
  plan: AnyPlan,
  procedure: StoredProcedure,
  proofs: readonly Proof[],
  isBeingTried: boolean,
): Procedure {
  const { againAtMs, facts, isDoing: _isDoing, outcome, stepId, ...shown } = procedure;
  const ofThis = plan.steps.filter((step) => step.isFor(facts));
  const at = ofThis.findIndex((step) => step.stepId === stepId);
  const currentStepId = outcome === 'open' ? stepId : null;
  const stateOf = (index: number): ProcedureStep['state'] => {
    if (index < at || outcome === 'completed') return 'done';
    if (index > at || outcome === 'left') return 'to-come';
    return isBeingTried ? 'doing' : 'ready';
  };
  const steps: ProcedureStep[] = [];
  for (const [index, step] of ofThis.entries()) {
    const words = step.shown(facts);
    if (!words.ok) return { ...shown, outcome, currentStepId, steps: [] };
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
  return { ...shown, outcome, currentStepId, steps };
}
