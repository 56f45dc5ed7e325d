import { type ReactElement, useMemo } from 'react';
import type { Allowance } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { shortHex } from '../../format/address.ts';
import { grouped } from '../../format/amount.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Problem } from '../../parts/problem.tsx';
import { lookAt } from '../../state/compose-store.ts';
import type { ChainReading } from './use-chain-reading.ts';

/** Who may take what of the tokens held, as their contracts say now; each can be taken back. */
export function AllowanceList({ reading }: { readonly reading: ChainReading<readonly Allowance[]> }): ReactElement {
  const columns = useMemo(() => allowanceColumns, []);
  const { error, value } = reading;
  return (
    <div className="allowances">
      {error === null ? null : <Problem error={error} />}
      <DataTable
        label="Allowances"
        columns={columns}
        rows={value ?? []}
        rowKey={({ spender, token }) => `${token} ${spender}`}
        empty={
          value === null
            ? error === null
              ? 'Reading.'
              : ''
            : 'None was given from here on this network that still stands.'
        }
      />
    </div>
  );
}

const allowanceColumns: readonly Column<Allowance>[] = [
  {
    key: 'token',
    title: 'Token',
    width: 'minmax(120px, 1fr)',
    cell: ({ symbol, token }) => (
      <span title={token}>
        {symbol === null ? '' : `${shownText(symbol)} `}
        <code>{shortHex(token)}</code>
      </span>
    ),
  },
  {
    key: 'spender',
    title: 'Spender',
    width: 'minmax(320px, 1.6fr)',
    cell: ({ spender }) => (
      <code title={spender} className="whole-address">
        {shownText(spender)}
      </code>
    ),
  },
  { key: 'amount', title: 'May take', width: 'minmax(120px, 1fr)', isFigure: true, cell: (row) => amountOf(row) },
  {
    key: 'revoke',
    title: 'Change',
    isTitleHidden: true,
    width: '72px',
    cell: ({ chainId, spender, symbol, token }) => (
      <button
        type="button"
        className="row-button"
        aria-label={`Revoke ${shownText(symbol ?? token)} from ${shownText(spender)}`}
        onClick={() => lookAt({ of: 'revocation', chainId, token, spender })}
      >
        Revoke
      </button>
    ),
  },
];

function amountOf({ amount, isUnlimited, problem, raw, symbol }: Allowance): ReactElement {
  if (problem !== null) return <span className="bad-words">not read: {shownText(problem)}</span>;
  if (isUnlimited) return <strong className="bad-words">Unlimited</strong>;
  return (
    <span title={`${raw} of the smallest unit`}>
      {amount === null ? `${grouped(raw)} units` : `${grouped(amount)} ${shownText(symbol ?? '')}`}
    </span>
  );
}
