// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for fields of a form; this is a group of other things
import { Fragment, type ReactElement, useState } from 'react';
import type { Balance } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { grouped } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { useConsole } from '../../state/console-store.ts';

/** What the account holds, with a head of its own. */
export function BalancesPanel(): ReactElement {
  const balances = useConsole((state) => state.balances);
  return (
    <section className="panel balances-panel" aria-label="Balances">
      <header className="panel-head">
        <h2>Balances</h2>
        <PracticeReset />
      </header>
      <BalancesTable balances={balances} />
    </section>
  );
}

/** What is free of each asset and what open orders hold; where they hold something, what it is in all. */
export function BalancesTable({ balances }: { readonly balances: readonly Balance[] | null }): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className="balances-scroll" tabIndex={0} role="group" aria-label="Balances by asset">
      <table className="balances">
        <thead>
          <tr>
            <th scope="col">Asset</th>
            <th scope="col">Free</th>
            <th scope="col">Held by orders</th>
          </tr>
        </thead>
        <tbody>
          {(balances ?? []).map((balance) => (
            <BalanceRows key={balance.asset} balance={balance} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BalanceRows({ balance }: { readonly balance: Balance }): ReactElement {
  const { asset, free, held, total } = balance;
  return (
    <Fragment>
      <tr>
        <th scope="row">{shownText(asset)}</th>
        <td>{grouped(free)}</td>
        <td className={held === '0' ? 'nothing' : ''}>{grouped(held)}</td>
      </tr>
      {held === '0' ? null : (
        <tr className="in-all">
          <td colSpan={3}>
            {grouped(total)} {shownText(asset)} in all
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** On paper the account can be put back to how it began; asked once more, because it cancels everything. */
export function PracticeReset(): ReactElement | null {
  const mode = useConsole((state) => state.status?.mode);
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  async function reset(): Promise<void> {
    setAsked(false);
    const answer = await bridge().ask['practice.reset']({});
    if (answer.ok) useConsole.setState({ balances: answer.value });
    setError(answer.ok ? null : answer.error);
  }

  if (mode !== 'paper') return null;
  if (error !== null) return <Problem error={error} />;
  if (!isAsked) {
    return (
      <button type="button" className="text-button" onClick={() => setAsked(true)}>
        Start over…
      </button>
    );
  }
  return (
    <div className="button-row reset-question">
      <span>Back to the first balances?</span>
      <button type="button" className="text-button" onClick={() => void reset()}>
        Start over
      </button>
      <button type="button" className="text-button" onClick={() => setAsked(false)}>
        Keep
      </button>
    </div>
  );
}
