import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { LiveStanding } from '../../../core/contract/shapes.ts';
import { type ExchangeName, exchangeNames, exchanges } from '../../../core/domain/exchanges.ts';
import { mostArmedHours } from '../../../core/domain/golive-bounds.ts';
import { fromUnits } from '../../../core/domain/money.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useConsole } from '../../state/console-store.ts';
import { typedScope } from '../../state/golive-words.ts';
import { ChainChoice } from './chain-choice.tsx';

interface ArmFormProps extends Pick<LiveStanding, 'most' | 'spends'> {
  /** Whether it can be asked for now. */
  readonly isReady: boolean;
}

/** What is to be armed, for how long and for how much; the person approves it in the approval window, with the words typed. */
export function ArmForm({ isReady, most, spends }: ArmFormProps): ReactElement {
  const id = useId();
  const asking = useAsking();
  const venues = useConsole((state) => state.venues) ?? [];
  const hasKey = (name: ExchangeName): boolean =>
    venues.some(({ exchange, keySource }) => exchange === name && keySource !== 'none');
  const [ticked, setChosen] = useState<readonly ExchangeName[]>([]);
  const [hours, setHours] = useState('');
  const [amounts, setAmounts] = useState<Readonly<Record<string, string>>>({});
  const [tickedChains, setChains] = useState<readonly number[]>([]);
  const [sent, setSent] = useState<Readonly<Record<string, string>>>({});
  // What is no longer offered counts no more: it can be unticked neither.
  const chosen = ticked.filter(hasKey);
  const chains = tickedChains.filter((chainId) => spends.some((spend) => spend.chainId === chainId));
  const typed = { exchanges: chosen, chains, hours, amounts, spends: sent };
  const isFit = typedScope(typed, spends, 0) !== null;

  function arm(event: FormEvent): void {
    event.preventDefault();
    const scope = typedScope(typed, spends, Date.now());
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
      <ChainChoice spends={spends} chosen={chains} onChange={setChains} />
      <TextField
        id={`${id}-hours`}
        label="For"
        unit="hours"
        inputMode="numeric"
        value={hours}
        hint={`From 1 to ${mostArmedHours}.`}
        onChange={setHours}
      />
      {(chosen.length === 0 ? [] : Object.entries(most)).map(([asset, amount]) => (
        <TextField
          key={asset}
          id={`${id}-${asset}`}
          label="Orders, at most in 24 hours"
          unit={asset}
          inputMode="decimal"
          value={amounts[asset] ?? ''}
          hint={`Up to ${amount}. Empty: nothing in ${asset}.`}
          onChange={(typed) => setAmounts((before) => ({ ...before, [asset]: typed }))}
        />
      ))}
      {spends
        .filter(({ chainId }) => chains.includes(chainId))
        .map((spend, at) => (
          <TextField
            key={spend.asset}
            id={`${id}-spend-${at}`}
            label={`Sent on ${shownText(spend.chainName)}, at most in 24 hours`}
            unit={shownText(spend.symbol)}
            inputMode="decimal"
            value={sent[spend.asset] ?? ''}
            hint={`Up to ${fromUnits(BigInt(spend.most), spend.decimals)}, fees included. Empty: nothing.`}
            onChange={(amount) => setSent((before) => ({ ...before, [spend.asset]: amount }))}
          />
        ))}
      <div className="button-row">
        <button type="submit" className="button" disabled={!isReady || !isFit || asking.waitsFor !== null}>
          Arm live trading…
        </button>
      </div>
      <AskingWords asking={asking} />
    </form>
  );
}
