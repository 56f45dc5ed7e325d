// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import { Fragment, type ReactElement, useCallback, useEffect, useState } from 'react';
import type { Holding, Holdings } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { grouped } from '../../format/amount.ts';
import { agoInWords, momentWithZone } from '../../format/time.ts';
import { Problem } from '../../parts/problem.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { recalled, remember, useConsole } from '../../state/console-store.ts';
import { holdingPlaceWords, holdingsTotals } from '../../state/holdings-words.ts';
import { useNow } from '../../state/now.ts';

const currencies = [
  { value: 'USDT', text: 'USDT' },
  { value: 'USD', text: 'USD' },
  { value: 'EUR', text: 'EUR' },
  { value: 'BTC', text: 'BTC' },
] as const;
type Currency = (typeof currencies)[number]['value'];

/** What is held in all places together, in one currency; practice money, and that of stand-ins, never mixed with real money. */
export function HoldingsPanel(): ReactElement {
  const kept = recalled('holdings-currency');
  const [currency, setCurrency] = useState<Currency>(currencies.find(({ value }) => value === kept)?.value ?? 'USDT');
  const generation = useConsole((state) => state.generation);
  const [holdings, setHoldings] = useState<Holdings | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isReading, setReading] = useState(false);

  const read = useCallback(async (): Promise<void> => {
    setReading(true);
    const answer = await bridge().ask['holdings.read']({ currency });
    setReading(false);
    if (answer.ok) setHoldings(answer.value);
    setError(answer.ok ? null : answer.error);
  }, [currency]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation is a core that was asked anew
  useEffect(() => void read(), [read, generation]);

  return (
    <div className="pane-scroll" role="group" tabIndex={0} aria-label="Holdings">
      <div className="pane-part">
        <header className="exchange-head">
          <Segmented
            label="Currency"
            options={currencies}
            value={currency}
            onChange={(chosen) => {
              setCurrency(chosen);
              remember('holdings-currency', chosen);
            }}
          />
          <button type="button" className="text-button" disabled={isReading} onClick={() => void read()}>
            Read again
          </button>
        </header>
        {error === null ? null : <Problem error={error} />}
        {holdings === null ? <p className="part-note">{error === null ? 'Reading.' : ''}</p> : <Totals of={holdings} />}
      </div>
      {holdings === null ? null : <Places holdings={holdings} />}
    </div>
  );
}

function Totals({ of }: { readonly of: Holdings }): ReactElement {
  return (
    <>
      {holdingsTotals(of).map(({ title, total, unpriced }) => (
        <Fragment key={title}>
          <p className="holdings-total">
            <span className="soft">{title}</span>
            <strong className="figure">{total === null ? 'not known' : grouped(total, 2)}</strong>
            <span>{of.currency}</span>
          </p>
          {unpriced.length === 0 ? null : (
            <p className="part-note">
              Without a price, so not in this total: {unpriced.map((asset) => shownText(asset)).join(', ')}.
            </p>
          )}
        </Fragment>
      ))}
      {of.unreadable.map(({ place, why }) => (
        <p key={place} className="custody-problem">
          {shownText(place)} could not be read: {shownText(why)}
        </p>
      ))}
    </>
  );
}

function Places({ holdings }: { readonly holdings: Holdings }): ReactElement {
  const nowMs = useNow();
  const places = [...new Set(holdings.holdings.map(({ place }) => place))];
  return (
    <>
      {places.map((place) => {
        const there = holdings.holdings.filter((holding) => holding.place === place);
        const first = there[0];
        if (first === undefined) return null;
        const oldestMs = Math.min(...there.map(({ readAtMs }) => readAtMs));
        return (
          <section key={place} className="pane-part" aria-label={holdingPlaceWords(first)}>
            <header className="exchange-head">
              <h3>{holdingPlaceWords(first)}</h3>
              <span className="soft" title={momentWithZone(oldestMs)}>
                read {agoInWords(oldestMs, nowMs)}
              </span>
            </header>
            <table className="holdings-table">
              <thead className="visually-hidden">
                <tr>
                  <th scope="col">Asset</th>
                  <th scope="col">Held</th>
                  <th scope="col">Worth in {holdings.currency}</th>
                </tr>
              </thead>
              <tbody>
                {there.map((holding) => (
                  <HoldingRow key={holding.asset} holding={holding} currency={holdings.currency} />
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
    </>
  );
}

function HoldingRow({ currency, holding }: { readonly holding: Holding; readonly currency: string }): ReactElement {
  const { amount, asset, doubt, price, priceFrom, value } = holding;
  const basis =
    price === null
      ? 'No price is known'
      : `at ${grouped(price)} ${currency}${priceFrom === null ? '' : `, ${shownText(priceFrom)}`}`;
  return (
    <tr data-doubt={doubt !== null}>
      <th scope="row" title={doubt === null ? undefined : shownText(doubt)}>
        {shownText(asset)}
        {doubt === null ? '' : ' (doubtful)'}
      </th>
      <td>{grouped(amount)}</td>
      <td title={basis}>{value === null ? 'no price' : grouped(value, 2)}</td>
    </tr>
  );
}
