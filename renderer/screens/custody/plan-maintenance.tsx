import { type FormEvent, type ReactElement, useId, useState } from 'react';
import { bridge } from '../../bridge.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { readWindow, windowWords } from '../../state/due-words.ts';
import { useNow } from '../../state/now.ts';

const nothingTyped = { start: '', minutes: '', note: '' };

/** Plans a time in which the parties are worked on: it comes into the calendar. */
export function PlanMaintenance(): ReactElement {
  const id = useId();
  const nowMs = useNow();
  const asking = useAsking();
  const [typed, setTyped] = useState(nothingTyped);
  const { issue, window } = readWindow(typed, nowMs);

  function plan(event: FormEvent): void {
    event.preventDefault();
    if (window === null) return;
    void asking.ask(
      'Planning it.',
      () => bridge().ask['custody.planMaintenance'](window),
      (planned) => `Planned: ${windowWords(planned)}`,
    );
    setTyped(nothingTyped);
  }

  return (
    <form className="plan-form" onSubmit={plan}>
      <TextField
        id={`${id}-start`}
        label="Starts"
        placeholder="2026-11-23 14:00"
        value={typed.start}
        onChange={(start) => setTyped({ ...typed, start })}
      />
      <TextField
        id={`${id}-minutes`}
        label="Lasts"
        unit="minutes"
        inputMode="numeric"
        value={typed.minutes}
        onChange={(minutes) => setTyped({ ...typed, minutes })}
      />
      <TextField
        id={`${id}-note`}
        label="What is done"
        value={typed.note}
        issue={issue === '' ? null : issue}
        onChange={(note) => setTyped({ ...typed, note })}
      />
      <button type="submit" className="button" disabled={window === null || asking.waitsFor !== null}>
        Plan
      </button>
      <AskingWords asking={asking} />
    </form>
  );
}
