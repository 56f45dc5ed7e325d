import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { localDate } from '../../format/time.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useDays } from '../../parts/use-days.ts';
import { mostDaysOff, snoozeWords } from '../../state/due-words.ts';

/** Puts the reminder of a credential off, with a reason; what is overdue blocks live trading all the same. Not there while nothing is due. */
export function SnoozeReminder({ row }: { readonly row: CredentialRow }): ReactElement | null {
  const { credentialId, snoozed } = row;
  const most = mostDaysOff(row);
  const id = useId();
  const asking = useAsking();
  const { days, issue, type, typed } = useDays(most ?? 0);
  const [reason, setReason] = useState('');
  if (most === null) return null;

  function putOff(event: FormEvent): void {
    event.preventDefault();
    if (days === null || reason.trim().length < 3) return;
    void asking.ask(
      'Putting it off.',
      () => bridge().ask['custody.snooze']({ credentialId, days, reason }),
      ({ snoozed: until }) => (until === null ? '' : `You are reminded again on ${localDate(until.untilMs)}.`),
    );
    type('');
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
          onChange={type}
        />
        <TextField id={`${id}-reason`} label="Because" value={reason} onChange={setReason} />
        <button
          type="submit"
          className="button"
          disabled={days === null || reason.trim().length < 3 || asking.waitsFor !== null}
        >
          Put off
        </button>
      </form>
      <AskingWords asking={asking} />
    </>
  );
}
