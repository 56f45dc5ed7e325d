import type { ReactElement } from 'react';
import type { Market, Order } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf } from '../../format/amount.ts';
import { momentWithZone } from '../../format/time.ts';
import type { Column } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { SideWord } from '../../parts/side-word.tsx';
import { kindName, reasonWords, statusName, triggerSentence, wholeAmount } from '../../state/order-words.ts';
import { MarketName, marketWidth } from './market-name.tsx';

/** How many decimals a market's prices and amounts have; none known for a market that is no longer offered. */
export function scalesOf(
  markets: readonly Market[],
  symbol: string,
): { readonly price: number; readonly amount: number } {
  const market = markets.find((known) => known.symbol === symbol);
  return { price: scaleOf(market?.tickSize ?? '1'), amount: scaleOf(market?.lotSize ?? '1') };
}

/** The columns that every list of orders has; the stop price only where one of the orders has any. */
export function orderColumns(markets: readonly Market[], orders: readonly Order[]): readonly Column<Order>[] {
  const hasStops = orders.some(({ stopPrice }) => stopPrice !== null);
  return [
    { key: 'time', title: 'Time', width: 'minmax(72px, 0.9fr)', cell: (order) => <Moment atMs={order.createdAtMs} /> },
    { key: 'market', title: 'Market', width: marketWidth(orders), cell: marketCell },
    { key: 'side', title: 'Side', width: '28px', cell: (order) => <SideWord side={order.side} /> },
    { key: 'type', title: 'Kind', width: hasStops ? '72px' : '60px', cell: (order) => kindName(order) },
    ...(hasStops ? [stopColumn(markets)] : []),
    {
      key: 'price',
      title: 'Price',
      width: 'minmax(72px, 1fr)',
      isFigure: true,
      cell: (order) => (order.price === null ? '–' : grouped(order.price, scalesOf(markets, order.symbol).price)),
    },
    {
      key: 'amount',
      title: 'Amount',
      width: 'minmax(64px, 1fr)',
      isFigure: true,
      cell: (order) =>
        order.amount === null ? wholeAmount(order) : grouped(order.amount, scalesOf(markets, order.symbol).amount),
    },
    {
      key: 'filled',
      title: 'Filled',
      width: 'minmax(64px, 1fr)',
      isFigure: true,
      cell: (order) => grouped(order.filled, scalesOf(markets, order.symbol).amount),
    },
  ];
}

/** Its market, with the order's time on hover: a list with little room has no column for that. */
function marketCell({ createdAtMs, exchange, symbol }: Order): ReactElement {
  const hover = (real: string | null): string =>
    `${real === null ? '' : `${real}, real money: `}${shownText(symbol)}, ${momentWithZone(createdAtMs)}`;
  return <MarketName exchange={exchange} symbol={symbol} hover={hover} />;
}

function stopColumn(markets: readonly Market[]): Column<Order> {
  return {
    key: 'stop',
    title: 'Stop',
    width: 'minmax(72px, 1fr)',
    isFigure: true,
    cell: (order) => (
      <span title={triggerSentence(order)}>
        {order.stopPrice === null ? '–' : grouped(order.stopPrice, scalesOf(markets, order.symbol).price)}
      </span>
    ),
  };
}

/** The column of an order's status, with its reason on hover and, where there is room, beside it. */
export const statusColumn: Column<Order> = {
  key: 'status',
  title: 'Status',
  width: 'minmax(84px, 1.4fr)',
  cell: (order) => {
    const reason = reasonWords(order);
    return (
      <span className="status" data-status={order.status} title={reason}>
        {statusName(order.status)}
        {reason === '' ? '' : `: ${reason}`}
      </span>
    );
  },
};
