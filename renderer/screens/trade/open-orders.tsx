import { type ReactElement, useMemo, useState } from 'react';
import type { Order } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { shownText } from '../../escape.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { isOpen } from '../../state/account.ts';
import { cancelOneOrder } from '../../state/cancel-orders.ts';
import { useConsole } from '../../state/console-store.ts';
import { wholeAmount } from '../../state/order-words.ts';
import { hasLive } from './market-name.tsx';
import { orderColumns, statusColumn } from './order-columns.tsx';
import { ReplaceOrder } from './replace-order.tsx';

/** The columns that stay while an order is replaced beside the list; the rest needs the room. */
const keptBesideReplace: ReadonlySet<string> = new Set(['market', 'side', 'type', 'stop', 'price', 'change']);

/** What a line is too full for: with a stop price or a real exchange, and with both. What is filled the status tells, too. */
const leftOut: ReadonlySet<string> = new Set(['time']);
const leftOutMost: ReadonlySet<string> = new Set(['time', 'filled']);

/** The orders that can still trade, each with its own cancel and replace. */
export function OpenOrders({ onProblem }: { readonly onProblem: (error: AppError | null) => void }): ReactElement {
  const orders = useConsole((state) => state.orders);
  const markets = useConsole((state) => state.markets);
  const [replacedId, setReplacedId] = useState<string | null>(null);
  const open = useMemo(() => (orders ?? []).filter(isOpen), [orders]);
  const replaced = open.find((order) => order.orderId === replacedId);
  const isBeside = replaced !== undefined;
  const hasStops = open.some(({ stopPrice }) => stopPrice !== null);
  const isTight = hasStops || hasLive(open);
  const left = hasStops && hasLive(open) ? leftOutMost : leftOut;
  const columns = useMemo<readonly Column<Order>[]>(
    () => [
      // The stop price, and the name of a real exchange, take the room of the time, which is told on hover, so that both buttons stay whole.
      ...orderColumns(markets, open).filter(({ key }) => !(left.has(key) && isTight)),
      statusColumn,
      {
        key: 'change',
        title: 'Change',
        isTitleHidden: true,
        width: isBeside ? '56px' : '116px',
        cell: (order) => (
          <span className="row-buttons">
            <button
              type="button"
              // Beside the panel there is room for one button. This one stays, unseen, so that the focus can come back to it.
              className={isBeside ? 'visually-hidden' : 'row-button'}
              tabIndex={isBeside ? -1 : undefined}
              aria-hidden={isBeside}
              disabled={order.type === 'market' || order.venueOrderId === null}
              aria-label={`Replace ${order.side} ${wholeAmount(order)} on ${shownText(order.symbol)}`}
              onClick={() => setReplacedId(order.orderId)}
            >
              Replace
            </button>
            <CancelButton order={order} onProblem={onProblem} />
          </span>
        ),
      },
    ],
    [markets, open, onProblem, isBeside, isTight, left],
  );
  return (
    <div className="with-aside">
      <DataTable
        label="Open orders"
        columns={isBeside ? columns.filter(({ key }) => keptBesideReplace.has(key)) : columns}
        rows={open}
        rowKey={(order) => order.orderId}
        empty={
          orders === null ? '' : 'No open orders. What you place with the ticket and does not trade at once waits here.'
        }
      />
      {replaced === undefined ? null : (
        <ReplaceOrder key={replaced.orderId} order={replaced} onClose={() => setReplacedId(null)} />
      )}
    </div>
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
      aria-label={`Cancel ${order.side} ${wholeAmount(order)} on ${shownText(order.symbol)}`}
      onClick={() => void cancel()}
    >
      Cancel
    </button>
  );
}
