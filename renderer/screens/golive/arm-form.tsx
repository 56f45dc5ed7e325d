import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { LiveStanding } from '../../../core/contract/shapes.ts';
import { type ExchangeName, exchangeNames, exchanges } from '../../../core/domain/exchanges.ts';
import { mostArmedHours } from '../../../core/domain/golive-bounds.ts';
import { bridge } from '../../bridge.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useConsole } from '../../state/console-store.ts';
import { typedScope } from '../../state/golive-words.ts';

/** What is to be armed, for how long and for how much; the person approves it in the approval window, with the words typed. */
export function ArmForm({ most }: Pick<LiveStanding, 'most'>): ReactElement {
  const id = useId();
  const asking = useAsking();
  const venues = useConsole((state) => state.venues) ?? [];
  const hasKey = (name: ExchangeName): boolean =>
    venues.some(({ exchange, keySource }) => exchange === name && keySource !== 'none');
  const [chosen, setChosen] = useState<readonly ExchangeName[]>([]);
  const [hours, setHours] = useState('');
  const [amounts, setAmounts] = useState<Readonly<Record<string, string>>>({});
  const isFit = typedScope({ exchanges: chosen, hours, amounts }, 0) !== null;

  function arm(event: FormEvent): void {
    event.preventDefault();
    const scope = typedScope({ exchanges: chosen, hours, amounts }, Date.now());
    if (scope === null) return;
    void asking.ask(
      'Asking for it.',
      () => bridge().ask['golive.requestArming'](scope),
      (approval) => approval,
    );
  }

  return (
    <form className="arm-form" onSubmit={arm}>
      <fieldset className="arm-exchanges">
        <legend>Exchanges</legend>
        {exchangeNames.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              disabled={!hasKey(name)}
              onChange={({ target }) =>
                setChosen((before) => (target.checked ? [...before, name] : before.filter((one) => one !== name)))
              }
            />
            {exchanges[name].title}
            {hasKey(name) ? null : <span className="nothing">no key</span>}
          </label>
        ))}
      </fieldset>
      <TextField
        id={`${id}-hours`}
        label="For"
        unit="hours"
        inputMode="numeric"
        value={hours}
        hint={`From 1 to ${mostArmedHours}.`}
        onChange={setHours}
      />
      {Object.entries(most).map(([asset, amount]) => (
        <TextField
          key={asset}
          id={`${id}-${asset}`}
          label="At most in 24 hours"
          unit={asset}
          inputMode="decimal"
          value={amounts[asset] ?? ''}
          hint={`Up to ${amount}. Empty: nothing in ${asset}.`}
          onChange={(typed) => setAmounts((before) => ({ ...before, [asset]: typed }))}
        />
      ))}
      <div className="button-row">
        <button type="submit" className="button" disabled={!isFit || asking.waitsFor !== null}>
          Arm live trading…
        </button>
      </div>
      <AskingWords asking={asking} />
    </form>
  );
}
