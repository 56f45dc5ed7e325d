import { type FormEvent, type ReactElement, useEffect, useMemo, useState } from 'react';
import type { Order, OrderPreview } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { readDecimal } from '../../../core/domain/money.ts';
import { bridge } from '../../bridge.ts';
import { grouped, typedAmount } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { Rulings } from '../../parts/rulings.tsx';
import { setOrder } from '../../state/console-store.ts';
import { blockWords } from '../../words.ts';

const restMs = 200;

/** Another price or amount for an open order: judged as it is typed, then the old order is cancelled and the new one sent in its place. */
export function ReplaceOrder({
  order,
  onClose,
}: {
  readonly order: Order;
  readonly onClose: () => void;
}): ReactElement {
  const [base = '', quote = ''] = order.symbol.split('/');
  const [price, setPrice] = useState<string>(order.price ?? '');
  const [amount, setAmount] = useState<string>(order.remaining ?? '');
  const [preview, setPreview] = useState<OrderPreview | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [said, setSaid] = useState('');
  const change = useMemo(() => {
    const [typedPrice, amountRead] = [readDecimal(typedAmount(price)), readDecimal(typedAmount(amount))];
    return typedPrice === null || amountRead === null
      ? null
      : { orderId: order.orderId, price: typedPrice, amount: amountRead };
  }, [order.orderId, price, amount]);

  useEffect(() => {
    setPreview(null);
    if (change === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await bridge().ask['orders.previewReplace'](change);
      if (!isCurrent) return;
      setPreview(answer.ok ? answer.value : null);
      setError(answer.ok ? null : answer.error);
    }, restMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [change]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (preview === null) return;
    const answer = await bridge().ask['orders.submit']({ previewId: preview.previewId });
    if (!answer.ok) {
      setPreview(null);
      return setError(answer.error);
    }
    if (answer.value.state === 'awaiting-approval')
      return setSaid('It waits for your approval. The old order stays until then.');
    setOrder(answer.value.order);
    onClose();
  }

  const isStopped = preview === null || preview.verdict === 'deny' || preview.blocked !== null;
  return (
    <aside className="story" aria-label="Replace this order">
      <form className="replace" onSubmit={(event) => void submit(event)} noValidate>
        <h3>
          Replace {order.side} of {order.symbol}
        </h3>
        <label>
          Price, {quote}
          <input
            className="input"
            inputMode="decimal"
            value={price}
            onChange={(event) => setPrice(event.target.value)}
          />
        </label>
        <label>
          Amount, {base}
          <input
            className="input"
            inputMode="decimal"
            value={amount}
            onChange={(event) => setAmount(event.target.value)}
          />
        </label>
        {error === null ? null : <Problem error={error} />}
        {preview === null ? null : (
          <p>
            Costs at most {grouped(preview.worstCost.amount)} {preview.worstCost.asset}.{' '}
            {preview.blocked === null ? '' : blockWords(preview.blocked)}
          </p>
        )}
        <p role="status">{said || 'The old order is cancelled first. If it fills meanwhile, nothing new is sent.'}</p>
        <div className="button-row">
          <button type="submit" className="button strong" disabled={isStopped}>
            Replace
          </button>
          <button type="button" className="button" onClick={onClose}>
            Keep
          </button>
        </div>
        {preview === null ? null : <Rulings rulings={preview.rulings} />}
      </form>
    </aside>
  );
}
