import { type ReactElement, useMemo, useState } from 'react';
import type { Fill } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { grouped } from '../../format/amount.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { SideWord } from '../../parts/side-word.tsx';
import { useConsole } from '../../state/console-store.ts';
import { FillStory } from './fill-story.tsx';
import { MarketName, marketWidth } from './market-name.tsx';
import { scalesOf } from './order-columns.tsx';

/** What the story beside the list tells, so that the list needs less room. */
const toldByStory: ReadonlySet<string> = new Set(['value', 'fee', 'role']);

/** Every execution, newest first; one that is opened says why it came out as it did. */
export function Fills(): ReactElement {
  const fills = useConsole((state) => state.fills);
  const markets = useConsole((state) => state.markets);
  const [openId, setOpenId] = useState<string | null>(null);
  const width = marketWidth(fills ?? []);
  const opened = fills?.find((fill) => fill.fillId === openId) ?? null;
  const columns = useMemo<readonly Column<Fill>[]>(
    () => [
      { key: 'time', title: 'Time', width: 'minmax(80px, 0.9fr)', cell: (fill) => <Moment atMs={fill.atMs} /> },
      { key: 'market', title: 'Market', width, cell: fillMarket },
      { key: 'side', title: 'Side', width: '36px', cell: (fill) => <SideWord side={fill.side} /> },
      {
        key: 'price',
        title: 'Price',
        width: 'minmax(76px, 1fr)',
        isFigure: true,
        cell: (fill) => grouped(fill.price, scalesOf(markets, fill.symbol).price),
      },
      {
        key: 'amount',
        title: 'Amount',
        width: 'minmax(76px, 1fr)',
        isFigure: true,
        cell: (fill) => grouped(fill.amount, scalesOf(markets, fill.symbol).amount),
      },
      {
        key: 'value',
        title: 'Value',
        width: 'minmax(88px, 1.2fr)',
        isFigure: true,
        cell: (fill) => grouped(fill.notional),
      },
      {
        key: 'fee',
        title: 'Fee',
        width: 'minmax(104px, 1.3fr)',
        isFigure: true,
        cell: (fill) => `${grouped(fill.fee.amount)} ${shownText(fill.fee.asset)}`,
      },
      { key: 'role', title: 'Role', width: '48px', cell: (fill) => (fill.role === 'maker' ? 'Maker' : 'Taker') },
    ],
    [markets, width],
  );
  return (
    <div className="with-aside">
      <DataTable
        label="Fills"
        columns={opened === null ? columns : columns.filter((column) => !toldByStory.has(column.key))}
        rows={fills ?? []}
        rowKey={(fill) => fill.fillId}
        selectedKey={openId}
        onOpen={(fill) => setOpenId(fill.fillId === openId ? null : fill.fillId)}
        empty={fills === null ? '' : 'No fills yet. Each execution of your orders is listed here with its fee.'}
      />
      {opened === null ? null : <FillStory fill={opened} onClose={() => setOpenId(null)} />}
    </div>
  );
}

function fillMarket({ exchange, symbol }: Fill): ReactElement {
  const hover = (real: string | null): string | undefined => (real === null ? undefined : `${real}, real money`);
  return <MarketName exchange={exchange} symbol={symbol} hover={hover} />;
}
