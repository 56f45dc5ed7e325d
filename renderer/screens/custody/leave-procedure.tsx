import { type FormEvent, type ReactElement, useId, useState } from 'react';
import { bridge } from '../../bridge.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';

/** Leaves a procedure with a reason. */
export function LeaveProcedure({ procedureId }: { readonly procedureId: string }): ReactElement {
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
        hint="Both keys stay, and the halt stays until you release it."
        onChange={setReason}
      />
      <button type="submit" className="button" disabled={!isReason || asking.waitsFor !== null}>
        Leave
      </button>
      <AskingWords asking={asking} />
    </form>
  );
}
