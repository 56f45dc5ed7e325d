import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { ChecklistItem } from '../../../core/contract/shapes.ts';
import { mostWaiverDays } from '../../../core/domain/waivers.ts';
import { bridge } from '../../bridge.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';

const shortestReason = 10;

/** Goes live without an item for a time: asked for here, approved in the approval window, and ended here at once. */
export function WaiveItem({ item: { itemId, title, waiver } }: { readonly item: ChecklistItem }): ReactElement {
  const id = useId();
  const asking = useAsking();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const days = /^\d{1,2}$/.test(typed.trim()) ? Number.parseInt(typed.trim(), 10) : null;
  const isFit = days !== null && days >= 1 && days <= mostWaiverDays;
  const issue = typed.trim() === '' || isFit ? null : `A whole number of days from 1 to ${mostWaiverDays}.`;
  const isReason = reason.trim().length >= shortestReason;

  function ask(event: FormEvent): void {
    event.preventDefault();
    if (!isFit || !isReason) return;
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
          <button
            type="button"
            className="button"
            aria-label={`End the waiver of: ${title}`}
            disabled={asking.waitsFor !== null}
            onClick={() =>
              void asking.ask(
                'Ending it.',
                () => bridge().ask['golive.endWaiver']({ itemId }),
                () => 'It is asked for again.',
              )
            }
          >
            End the waiver
          </button>
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
          onChange={setTyped}
        />
        <TextField id={`${id}-reason`} label="Because" value={reason} onChange={setReason} />
        <button type="submit" className="button" disabled={!isFit || !isReason || asking.waitsFor !== null}>
          Ask for it
        </button>
      </form>
      <AskingWords asking={asking} />
    </details>
  );
}
