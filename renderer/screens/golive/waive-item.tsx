import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { ChecklistItem } from '../../../core/contract/shapes.ts';
import { mostWaiverDays } from '../../../core/domain/golive-bounds.ts';
import { bridge } from '../../bridge.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useDays } from '../../parts/use-days.ts';

const shortestReason = 10;

/** Goes live without an item for a time: asked for here, approved in the approval window, and ended here at once. */
export function WaiveItem({ item: { itemId, title, waiver } }: { readonly item: ChecklistItem }): ReactElement {
  const id = useId();
  const asking = useAsking();
  const { days, issue, type, typed } = useDays(mostWaiverDays);
  const [reason, setReason] = useState('');
  const isReason = reason.trim().length >= shortestReason;

  function ask(event: FormEvent): void {
    event.preventDefault();
    if (days === null || !isReason) return;
    void asking.ask(
      'Asking for it.',
      () => bridge().ask['golive.requestWaiver']({ itemId, days, reason }),
      (approval) => approval,
    );
  }

  if (waiver !== null) {
    return (
      <>
        <div className="button-row">
          <AskButton
            asking={asking}
            label={`End the waiver of: ${title}`}
            waitsFor="Ending it."
            ask={() => bridge().ask['golive.endWaiver']({ itemId })}
            then={() => 'It is asked for again.'}
          >
            End the waiver
          </AskButton>
        </div>
        <AskingWords asking={asking} />
      </>
    );
  }
  return (
    <details className="checklist-waive">
      <summary>Go live without it for a time</summary>
      <form className="snooze-form" onSubmit={ask}>
        <TextField
          id={`${id}-days`}
          label="For"
          unit="days"
          inputMode="numeric"
          value={typed}
          issue={issue}
          onChange={type}
        />
        <TextField id={`${id}-reason`} label="Because" value={reason} onChange={setReason} />
        <button type="submit" className="button" disabled={days === null || !isReason || asking.waitsFor !== null}>
          Ask for it
        </button>
      </form>
      <AskingWords asking={asking} />
    </details>
  );
}
