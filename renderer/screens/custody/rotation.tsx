import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { localDate } from '../../format/time.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { SecretButtons } from '../../parts/secret-buttons.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { dueWords } from '../../state/custody-words.ts';
import { useNow } from '../../state/now.ts';
import { SnoozeReminder } from './snooze-reminder.tsx';

/** When a credential is to be rotated, and its interval: sooner at once, later only with a reason in the approval window. */
export function Rotation({ row }: { readonly row: CredentialRow }): ReactElement {
  const { credentialId, dueAtMs, intervalDays, intervalReason, specDays } = row;
  const nowMs = useNow();
  const id = useId();
  const [typed, setTyped] = useState('');
  const asking = useAsking();
  const days = /^\d{1,4}$/.test(typed.trim()) ? Number.parseInt(typed.trim(), 10) : null;
  const most = Math.min(intervalDays, specDays);
  const issue =
    typed.trim() === '' || (days !== null && days >= 1 && days <= most)
      ? null
      : `A whole number of days from 1 to ${most}. For more, give a reason.`;
  const due = dueWords(row, nowMs);

  function shorten(event: FormEvent): void {
    event.preventDefault();
    if (days === null || issue !== null) return;
    void asking.ask(
      'Setting it.',
      () => bridge().ask['custody.shortenInterval']({ credentialId, days }),
      () => `Every ${days} days from now on.`,
    );
    setTyped('');
  }

  return (
    <section className="pane-part" aria-labelledby="rotation-title">
      <h3 id="rotation-title">Rotation</h3>
      <p className="credential-due" data-tone={due.tone}>
        {due.text}
        {dueAtMs === null ? '' : `, on ${localDate(dueAtMs)}`}
      </p>
      <Facts>
        <Fact name="Every">
          {intervalDays} days{intervalDays === specDays ? '' : ` (the rule says ${specDays})`}
        </Fact>
        {intervalReason === null ? null : <Fact name="Because">{shownText(intervalReason)}</Fact>}
      </Facts>
      <form className="rotation-form" onSubmit={shorten}>
        <TextField
          id={id}
          label="Rotate sooner"
          unit="days"
          inputMode="numeric"
          value={typed}
          issue={issue}
          onChange={setTyped}
        />
        <button type="submit" className="button" disabled={days === null || issue !== null || asking.waitsFor !== null}>
          Set
        </button>
      </form>
      <AskingWords asking={asking} />
      <SnoozeReminder row={row} />
      <SecretButtons
        buttons={[{ form: 'interval', text: 'Rotate later, with a reason…', credentialId }]}
        standing={`${intervalDays} ${intervalReason}`}
      />
    </section>
  );
}
