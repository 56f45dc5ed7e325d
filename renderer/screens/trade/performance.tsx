import { type ReactElement, useEffect, useState } from 'react';
import type { Performance, Position } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { decimalsOf, readDecimal, roundTo } from '../../../core/domain/money.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf, signed } from '../../format/amount.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useConsole } from '../../state/console-store.ts';
import { EquityLine } from './equity-line.tsx';
import { FillsExport } from './fills-export.tsx';

const againMs = 5_000;

const columns: readonly Column<Position>[] = [
  { key: 'market', title: 'Market', width: 'minmax(72px, 0.8fr)', cell: (row) => shownText(row.symbol) },
  {
    key: 'amount',
    title: 'Bought here',
    width: 'minmax(80px, 1fr)',
    isFigure: true,
    cell: (row) => grouped(row.amount),
  },
  {
    key: 'average',
    title: 'Average cost',
    width: 'minmax(80px, 1fr)',
    isFigure: true,
    cell: (row) => <AverageCost row={row} />,
  },
  {
    key: 'unrealised',
    title: 'Unrealised',
    width: 'minmax(80px, 1fr)',
    isFigure: true,
    cell: (row) => <Result amount={row.unrealised} unit={row.quote} isUnitHidden />,
  },
  {
    key: 'realised',
    title: 'Realised',
    width: 'minmax(80px, 1fr)',
    isFigure: true,
    cell: (row) => <Result amount={row.realised} unit={row.quote} isUnitHidden />,
  },
  {
    key: 'fees',
    title: 'Fees',
    width: 'minmax(96px, 1.2fr)',
    isFigure: true,
    cell: (row) => row.fees.map(({ asset, amount }) => `${grouped(amount)} ${shownText(asset)}`).join(', '),
  },
];

/** Profit and loss by average cost, the account's worth over the last day, and the year's fills as a file. */
export function PerformanceTab(): ReactElement {
  const [read, setRead] = useState<Performance | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const generation = useConsole((state) => state.generation);
  const newestFill = useConsole((state) => state.fills?.[0]?.fillId);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a fill or another core changes the answer
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const answer = await bridge().ask['account.performance']({});
      if (!isCurrent) return;
      if (answer.ok) setRead(answer.value);
      setError(answer.ok ? null : answer.error);
    };
    void ask();
    const timer = setInterval(() => void ask(), againMs);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [generation, newestFill]);

  if (read === null) return error === null ? <div className="table-empty">Reading.</div> : <Problem error={error} />;
  return (
    <div className="performance">
      {error === null ? null : <Problem error={error} />}
      <div className="performance-head">
        <dl className="performance-figures">
          <Figure name="Equity">
            {read.equity === null ? '–' : `${grouped(read.equity)} ${shownText(read.quote)}`}
          </Figure>
          <Figure name="Since a day ago">
            <Result amount={read.dayChange} unit={read.quote} />
          </Figure>
          <Figure name="Below its peak">
            {read.drawdownPercent === null ? '–' : `${grouped(read.drawdownPercent, 2)} %`}
          </Figure>
        </dl>
        <EquityLine line={read.line} />
        <FillsExport />
      </div>
      {read.unpriced.length === 0 ? null : (
        <p className="performance-note">
          No price in {shownText(read.quote)} for {shownText(read.unpriced.join(', '))}: equity cannot be said.
        </p>
      )}
      <DataTable
        label="Positions by average cost"
        columns={columns}
        rows={read.positions}
        rowKey={(row) => row.symbol}
        empty="Nothing was traded yet. What the account held before has no known cost and is not counted here."
      />
    </div>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: React.ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What was paid for one on average, rounded up to a tick; exact on hover, for it is a quotient and may have many decimals. */
function AverageCost({ row }: { readonly row: Position }): ReactElement {
  const tickSize = useConsole((state) => state.markets.find(({ symbol }) => symbol === row.symbol)?.tickSize);
  const exact = row.averageCost === null ? null : readDecimal(row.averageCost);
  if (exact === null) return <>–</>;
  const scale = tickSize === undefined ? decimalsOf(exact) : scaleOf(tickSize);
  return <span title={`${grouped(exact)} ${shownText(row.quote)}`}>{grouped(roundTo(exact, scale, 'up'), scale)}</span>;
}

interface ResultProps {
  readonly amount: string | null;
  readonly unit: string;
  /** The unit is said beside it already; on hover it is said again. */
  readonly isUnitHidden?: boolean;
}

/** A profit or a loss with its sign, coloured by it. */
function Result({ amount, unit, isUnitHidden = false }: ResultProps): ReactElement {
  if (amount === null) return <>–</>;
  const tone = amount === '0' ? 'none' : amount.startsWith('-') ? 'loss' : 'profit';
  return (
    <span className="result" data-tone={tone} title={`${signed(amount)} ${shownText(unit)}`}>
      {signed(amount)}
      {isUnitHidden ? '' : ` ${shownText(unit)}`}
    </span>
  );
}
