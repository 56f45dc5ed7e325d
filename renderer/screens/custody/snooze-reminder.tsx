import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { localDate } from '../../format/time.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { mostDaysOff, snoozeWords } from '../../state/due-words.ts';

/** Puts the reminder of a credential off, with a reason; what is overdue blocks live trading all the same. Not there while nothing is due. */
export function SnoozeReminder({ row }: { readonly row: CredentialRow }): ReactElement | null {
  const { credentialId, snoozed } = row;
  const most = mostDaysOff(row);
  const id = useId();
  const asking = useAsking();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  if (most === null) return null;
  const days = /^\d{1,2}$/.test(typed.trim()) ? Number.parseInt(typed.trim(), 10) : null;
  const isFit = days !== null && days >= 1 && days <= most;
  const issue = typed.trim() === '' || isFit ? null : `A whole number of days from 1 to ${most}.`;

  function putOff(event: FormEvent): void {
    event.preventDefault();
    if (!isFit || reason.trim().length < 3) return;
    void asking.ask(
      'Putting it off.',
      () => bridge().ask['custody.snooze']({ credentialId, days, reason }),
      ({ snoozed: until }) => (until === null ? '' : `You are reminded again on ${localDate(until.untilMs)}.`),
    );
    setTyped('');
    setReason('');
  }

  return (
    <>
      {snoozed === null ? null : <p>{snoozeWords(snoozed)}</p>}
      <form className="snooze-form" onSubmit={putOff}>
        <TextField
          id={`${id}-days`}
          label="Remind me again in"
          unit="days"
          inputMode="numeric"
          value={typed}
          issue={issue}
          onChange={setTyped}
        />
        <TextField id={`${id}-reason`} label="Because" value={reason} onChange={setReason} />
        <button
          type="submit"
          className="button"
          disabled={!isFit || reason.trim().length < 3 || asking.waitsFor !== null}
        >
          Put off
        </button>
      </form>
      <AskingWords asking={asking} />
    </>
  );
}
