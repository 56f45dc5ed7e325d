import { type ReactElement, useState } from 'react';
import { emergenciesOf } from '../../../core/contract/emergencies-of.ts';
import type { CredentialRow, Procedure } from '../../../core/contract/shapes.ts';
import { triggerWords } from '../../../core/domain/emergency-triggers.ts';
import { bridge } from '../../bridge.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { useAsking } from '../../parts/use-asking.ts';

interface BeginEmergencyProps {
  readonly row: CredentialRow;
  /** The procedure that is under way, or the last one. */
  readonly procedure: Procedure | null;
}

/** Begins the emergency procedure of a credential, by what makes it urgent. Not there for what was taken out of use, or while it is under way. */
export function BeginEmergency({ procedure, row }: BeginEmergencyProps): ReactElement | null {
  const [isOpen, setOpen] = useState(false);
  const asking = useAsking();
  const { credentialId } = row;
  const triggers = emergenciesOf(row);
  const isUnderWay =
    procedure?.outcome === 'open' && procedure.kind === 'emergency' && procedure.credentialId === credentialId;
  if (triggers.length === 0 || isUnderWay) return null;
  return (
    <section className="pane-part" aria-labelledby="emergency-title">
      <h3 id="emergency-title">Emergency</h3>
      {isOpen ? (
        <>
          <p className="part-note">
            Trading halts at once, and what else is under way is left. The credential is revoked before another takes
            its place. What makes it urgent?
          </p>
          <div className="button-row wrap">
            {triggers.map((trigger) => (
              <AskButton
                key={trigger}
                asking={asking}
                waitsFor="Trading is halted, and the emergency begins."
                ask={() => bridge().ask['procedures.startEmergency']({ credentialId, trigger })}
                then={() => ''}
              >
                {upper(triggerWords[trigger])}
              </AskButton>
            ))}
            <button type="button" className="button" onClick={() => setOpen(false)}>
              Not now
            </button>
          </div>
        </>
      ) : (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          Emergency…
        </button>
      )}
      <AskingWords asking={asking} />
    </section>
  );
}

function upper(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
