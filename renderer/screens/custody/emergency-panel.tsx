// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import type { Custody, Procedure } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useIsHalted } from '../../parts/use-is-halted.ts';
import { drillWords } from '../../state/due-words.ts';
import { useNow } from '../../state/now.ts';
import { placeInProcedure } from '../../state/procedure-words.ts';
import { LeaveProcedure } from './leave-procedure.tsx';
import { ProcedureSteps } from './procedure-steps.tsx';
import { WriteReport } from './write-report.tsx';

interface EmergencyPanelProps {
  readonly custody: Custody;
  /** The procedure that is under way, or the last one. */
  readonly procedure: Procedure | null;
}

/** When the emergency procedure was tested last, and a drill of it, gone through here. */
export function EmergencyPanel({ custody, procedure }: EmergencyPanelProps): ReactElement {
  const nowMs = useNow();
  const asking = useAsking();
  const isHalted = useIsHalted();
  const tested = drillWords(custody.lastDrillAtMs, nowMs);
  const drill = procedure?.kind === 'drill' ? procedure : null;
  const isOpen = procedure?.outcome === 'open';
  return (
    <div className="pane-scroll" role="group" tabIndex={0} aria-label="Emergency">
      <section className="pane-part" aria-labelledby="drill-title">
        <h3 id="drill-title">Emergency procedure</h3>
        <p className="credential-due" data-tone={tested.tone}>
          {tested.text}
        </p>
        <p className="part-note">
          An emergency of a credential is begun where the credential is shown. A drill goes the same way about none: it
          halts for real, and everything else is practice.
        </p>
        {drill === null ? null : <p className="part-note">{placeInProcedure(drill, isHalted)}</p>}
        {isOpen ? null : (
          <AskButton
            asking={asking}
            waitsFor="Trading is halted, and the drill begins."
            ask={() => bridge().ask['procedures.startDrill']({})}
            then={() => ''}
          >
            Begin a drill
          </AskButton>
        )}
        <AskingWords asking={asking} />
        {drill === null ? null : <WriteReport procedure={drill} />}
        {drill === null ? null : <ProcedureSteps procedure={drill} />}
        {drill !== null && isOpen ? <LeaveProcedure procedure={drill} /> : null}
      </section>
    </div>
  );
}
