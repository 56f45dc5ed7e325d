import type { Procedure, ProcedureStep, Proof } from '../../core/contract/shapes.ts';

/** How sure a finding is, in a word. */
export const proofWords: Readonly<Record<Proof['strength'], string>> = {
  proved: 'Proved',
  weak: 'Weak',
  said: 'Your word',
  failed: 'Not yet',
};

/** Where a procedure stands, in a sentence. */
export function placeInProcedure({ currentStepId, outcome, reason, steps }: Procedure): string {
  switch (outcome) {
    case 'completed':
      return 'The last rotation is complete. What each step found:';
    case 'left':
      return `The last rotation was left before its end: ${reason ?? 'no reason was given'}.`;
    case 'open': {
      const at = steps.findIndex(({ stepId }) => stepId === currentStepId);
      return `Step ${at + 1} of ${steps.length}. Trading stays halted until everything is validated.`;
    }
  }
}

/** The mark of a step: how far it is, and who acts. */
export function stepMark({ state, who }: ProcedureStep): string {
  if (state === 'done') return 'Done';
  if (state === 'doing') return 'Being tried';
  return who === 'console' ? 'The console' : 'You';
}

/** What the button of the step says. */
export function stepButton({ asksForWord, proofs, who }: ProcedureStep): string {
  if (asksForWord) return 'Say so and go on';
  if (who === 'person') return 'Look whether it is done';
  return proofs.length === 0 ? 'Do this step' : 'Try again';
}
