import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useIsHalted } from '../../parts/use-is-halted.ts';
import { leaveWords } from '../../state/procedure-words.ts';

/** Leaves a procedure with a reason. */
export function LeaveProcedure({ procedure }: { readonly procedure: Procedure }): ReactElement {
  const { kind, procedureId } = procedure;
  const isHalted = useIsHalted();
  const id = useId();
  const asking = useAsking();
  const [reason, setReason] = useState('');
  const isReason = reason.trim().length >= 3;

  function leave(event: FormEvent): void {
    event.preventDefault();
    if (!isReason) return;
    void asking.ask(
      'Leaving it.',
      () => bridge().ask['procedures.leave']({ procedureId, reason: reason.trim() }),
      () => '',
    );
  }

  return (
    <form className="rotation-form" onSubmit={leave}>
      <TextField
        id={id}
        label="Leave it, because"
        value={reason}
        hint={leaveWords(kind, isHalted)}
        onChange={setReason}
      />
      <button type="submit" className="button" disabled={!isReason || asking.waitsFor !== null}>
        Leave
      </button>
      <AskingWords asking={asking} />
    </form>
  );
}
