import { type ReactElement, useMemo, useState } from 'react';
import type { Order } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { isOpen } from '../../state/account.ts';
import { cancelOneOrder } from '../../state/cancel-orders.ts';
import { useConsole } from '../../state/console-store.ts';
import { orderColumns, statusColumn } from './order-columns.tsx';

/** The orders that can still trade, each with its own cancel. */
export function OpenOrders({ onProblem }: { readonly onProblem: (error: AppError | null) => void }): ReactElement {
  const orders = useConsole((state) => state.orders);
  const markets = useConsole((state) => state.markets);
  const open = useMemo(() => (orders ?? []).filter(isOpen), [orders]);
  const columns = useMemo<readonly Column<Order>[]>(
    () => [
      ...orderColumns(markets),
      statusColumn,
      {
        key: 'cancel',
        title: '',
        width: '60px',
        cell: (order) => <CancelButton order={order} onProblem={onProblem} />,
      },
    ],
    [markets, onProblem],
  );
  return (
    <DataTable
      label="Open orders"
      columns={columns}
      rows={open}
      rowKey={(order) => order.orderId}
      empty={
        orders === null ? '' : 'No open orders. What you place with the ticket and does not trade at once waits here.'
      }
    />
  );
}

interface CancelButtonProps {
  readonly order: Order;
  readonly onProblem: (error: AppError | null) => void;
}

function CancelButton({ order, onProblem }: CancelButtonProps): ReactElement {
  const [isCancelling, setCancelling] = useState(false);

  async function cancel(): Promise<void> {
    setCancelling(true);
    onProblem(await cancelOneOrder(order.orderId));
    setCancelling(false);
  }

  return (
    <button
      type="button"
      className="row-button"
      disabled={isCancelling}
      aria-label={`Cancel ${order.side} ${order.amount} ${order.symbol}`}
      onClick={() => void cancel()}
    >
      Cancel
    </button>
  );
}
