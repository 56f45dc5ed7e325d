import type { ReactElement } from 'react';
import type { ChainBalance } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { grouped } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import type { ChainReading } from './use-chain-reading.ts';

/** What the signer's address holds on the chosen network, as its RPC says. */
export function Holdings({ reading }: { readonly reading: ChainReading<readonly ChainBalance[]> }): ReactElement {
  const { again, error, isReading, value } = reading;
  return (
    <section className="account-part" aria-labelledby="holdings-title">
      <header className="part-head">
        <h3 id="holdings-title">Balances</h3>
        <button type="button" className="text-button" disabled={isReading} onClick={again}>
          Read again
        </button>
      </header>
      {error === null ? null : <Problem error={error} />}
      {value === null ? (
        <p className="part-note">{error === null ? 'Reading.' : ''}</p>
      ) : (
        <table className="balances holdings" data-stale={isReading}>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Asset</th>
              <th scope="col">Held</th>
            </tr>
          </thead>
          <tbody>
            {value.map(({ amount, raw, symbol }) => (
              <tr key={`${symbol} ${raw}`}>
                <th scope="row">{shownText(symbol)}</th>
                <td title={`${raw} of the smallest unit`}>{grouped(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
