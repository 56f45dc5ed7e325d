import { type ReactElement, useMemo } from 'react';
import type { Order } from '../../../core/contract/shapes.ts';
import { grouped } from '../../format/amount.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { isOpen } from '../../state/account.ts';
import { useConsole } from '../../state/console-store.ts';
import { orderColumns, scalesOf, statusColumn } from './order-columns.tsx';

/** The orders that have ended, newest first. */
export function OrderHistory(): ReactElement {
  const orders = useConsole((state) => state.orders);
  const markets = useConsole((state) => state.markets);
  const ended = useMemo(() => (orders ?? []).filter((order) => !isOpen(order)), [orders]);
  const columns = useMemo<readonly Column<Order>[]>(
    () => [
      ...orderColumns(markets, ended),
      {
        key: 'average',
        title: 'Average',
        width: 'minmax(76px, 1fr)',
        isFigure: true,
        cell: (order) =>
          order.averagePrice === null ? '–' : grouped(order.averagePrice, scalesOf(markets, order.symbol).price),
      },
      statusColumn,
    ],
    [markets, ended],
  );
  return (
    <DataTable
      label="Order history"
      columns={columns}
      rows={ended}
      rowKey={(order) => order.orderId}
      empty={orders === null ? '' : 'No order has ended yet. Filled, cancelled and rejected orders are listed here.'}
    />
  );
}
