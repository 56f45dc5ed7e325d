import { type FormEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import type { Order, OrderPreview } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { type DecimalText, readDecimal } from '../../../core/domain/money.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { grouped, typedAmount } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { Rulings } from '../../parts/rulings.tsx';
import { useAside } from '../../parts/use-aside.ts';
import { setOrder } from '../../state/console-store.ts';
import { kindName } from '../../state/order-words.ts';
import { blockWords } from '../../words.ts';

const restMs = 200;

/** Another price, stop price or amount for an open order: judged as it is typed, then the old order is cancelled and the new one sent in its place. */
export function ReplaceOrder({
  order,
  onClose,
}: {
  readonly order: Order;
  readonly onClose: () => void;
}): ReactElement {
  const [base = '', quote = ''] = shownText(order.symbol).split('/');
  const [stopPrice, setStopPrice] = useState<string>(order.stopPrice ?? '');
  const [price, setPrice] = useState<string>(order.price ?? '');
  const [amount, setAmount] = useState<string>(order.remaining ?? '');
  const [preview, setPreview] = useState<OrderPreview | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [said, setSaid] = useState('');
  const [isSending, setSending] = useState(false);
  const [turn, setTurn] = useState(0);
  const firstField = useRef<HTMLInputElement>(null);
  const close = useAside(onClose);
  const change = useMemo(() => {
    const read = (text: string) => readDecimal(typedAmount(text));
    const given = {
      ...(order.stopPrice === null ? {} : { stopPrice: read(stopPrice) }),
      ...(order.price === null ? {} : { price: read(price) }),
      amount: read(amount),
    };
    const isWhole = (fields: typeof given): fields is { [K in keyof typeof given]: DecimalText } =>
      Object.values(fields).every((value) => value !== null);
    return isWhole(given) ? { orderId: order.orderId, ...given } : null;
  }, [order.orderId, order.stopPrice, order.price, stopPrice, price, amount]);

  // The panel was asked for by a press: typing goes on in it. Declared after `useAside`, which remembers where the focus was.
  useEffect(() => firstField.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a refusal the same figures are judged again
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
  }, [change, turn]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (preview === null || isSending) return;
    setSending(true);
    const answer = await bridge().ask['orders.submit']({ previewId: preview.previewId });
    setSending(false);
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return setTurn((known) => known + 1);
    if (answer.value.state === 'awaiting-approval')
      return setSaid('It waits for your approval. The old order stays until then.');
    setOrder(answer.value.order);
    close();
  }

  function type(set: (text: string) => void, text: string): void {
    set(text);
    setRefusal(null);
  }

  const problem = refusal ?? error;
  const isStopped = preview === null || preview.verdict === 'deny' || preview.blocked !== null;
  return (
    <aside className="story" aria-label="Replace this order">
      <form className="replace" onSubmit={(event) => void submit(event)} noValidate>
        <h2>
          Replace {kindName(order).toLowerCase()} {order.side} of {shownText(order.symbol)}
        </h2>
        <div className="replace-fields">
          {order.stopPrice === null ? null : (
            <label>
              Stop, {quote}
              <input
                ref={firstField}
                className="input"
                inputMode="decimal"
                value={stopPrice}
                onChange={(event) => type(setStopPrice, event.target.value)}
              />
            </label>
          )}
          {order.price === null ? null : (
            <label>
              Price, {quote}
              <input
                ref={order.stopPrice === null ? firstField : undefined}
                className="input"
                inputMode="decimal"
                value={price}
                onChange={(event) => type(setPrice, event.target.value)}
              />
            </label>
          )}
          <label>
            Amount, {base}
            <input
              className="input"
              inputMode="decimal"
              value={amount}
              onChange={(event) => type(setAmount, event.target.value)}
            />
          </label>
        </div>
        {problem === null ? null : <Problem error={problem} />}
        {preview === null ? null : (
          <p>
            Costs at most {grouped(preview.worstCost.amount)} {shownText(preview.worstCost.asset)}.{' '}
            {preview.blocked === null ? '' : blockWords(preview.blocked)}
          </p>
        )}
        <div className="button-row">
          <button type="submit" className="button strong" disabled={isStopped || isSending}>
            {isSending ? 'Replacing' : 'Replace'}
          </button>
          <button type="button" className="button" onClick={close}>
            Keep
          </button>
        </div>
        <p role="status">{said || 'The old order is cancelled first. If it fills meanwhile, nothing new is sent.'}</p>
        {preview === null ? null : <Rulings rulings={preview.rulings} />}
      </form>
    </aside>
  );
}
