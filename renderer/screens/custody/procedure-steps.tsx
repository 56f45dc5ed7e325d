import type { ReactElement } from 'react';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { ProcedureStepItem } from './procedure-step-item.tsx';

/** The steps of a procedure in their order, with what each has found; where it stands they are gone through. */
export function ProcedureSteps({ procedure }: { readonly procedure: Procedure }): ReactElement {
  return (
    <ol className="procedure" aria-label="Steps">
      {procedure.steps.map((step, index) => (
        <ProcedureStepItem
          key={step.stepId}
          procedureId={procedure.procedureId}
          number={index + 1}
          step={step}
          isCurrent={step.stepId === procedure.currentStepId}
        />
      ))}
    </ol>
  );
}
