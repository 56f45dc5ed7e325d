import { Fragment, type ReactElement } from 'react';
import { rotationsOf } from '../../../core/contract/rotations-of.ts';
import type { CredentialRow, Procedure } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useIsHalted } from '../../parts/use-is-halted.ts';
import { placeInProcedure, procedureName, rotationButtons, rotationWords } from '../../state/procedure-words.ts';
import { LeaveProcedure } from './leave-procedure.tsx';
import { ProcedureSteps } from './procedure-steps.tsx';
import { WriteReport } from './write-report.tsx';

interface GuidedRotationProps {
  readonly row: CredentialRow;
  /** The procedure that is under way, or the last one. */
  readonly procedure: Procedure | null;
}

/** The rotation of a key, step by step: begun here, gone through here, and with what it proved at the end. */
export function GuidedRotation({ procedure, row }: GuidedRotationProps): ReactElement | null {
  const asking = useAsking();
  const isHalted = useIsHalted();
  const isOpen = procedure?.outcome === 'open';
  const isOfThis = procedure?.credentialId === row.credentialId;
  const kinds = isOpen ? [] : rotationsOf(row);
  if (!isOfThis && kinds.length === 0) return null;
  return (
    <section className="pane-part" aria-labelledby="guided-title">
      <h3 id="guided-title">{isOpen ? `${procedureName(procedure.kind)} under way` : 'Guided rotation'}</h3>
      {procedure !== null && isOfThis ? <p className="part-note">{placeInProcedure(procedure, isHalted)}</p> : null}
      {kinds.map((kind) => (
        <Fragment key={kind}>
          <p className="part-note">{rotationWords[kind]}</p>
          <AskButton
            asking={asking}
            waitsFor="The rotation begins."
            ask={() => bridge().ask['procedures.start']({ kind, credentialId: row.credentialId })}
            then={() => ''}
          >
            {rotationButtons[kind]}
          </AskButton>
        </Fragment>
      ))}
      <AskingWords asking={asking} />
      {procedure !== null && isOfThis ? <WriteReport procedure={procedure} /> : null}
      {procedure !== null && isOfThis ? <ProcedureSteps procedure={procedure} /> : null}
      {isOpen && procedure !== null ? <LeaveProcedure procedure={procedure} /> : null}
    </section>
  );
}
