import { Dialog } from 'radix-ui';
import { type ReactElement, useState } from 'react';
import type { Balance, Flattening } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { counted, grouped } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { isOpen } from '../../state/account.ts';
import { useConsole } from '../../state/console-store.ts';

const quote = 'USDT';

/** Back to the quote asset, asked once: every open order cancelled, then every other asset sold at once inside the price band. */
export function FlattenDialog(): ReactElement {
  const [isShown, setShown] = useState(false);
  const [result, setResult] = useState<Flattening | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isRunning, setRunning] = useState(false);
  const openCount = useConsole((state) => (state.orders ?? []).filter(isOpen).length);
  const balances = useConsole((state) => state.balances) ?? [];
  const held = balances.filter(({ asset, total }) => asset !== quote && total !== '0');

  async function flatten(): Promise<void> {
    setRunning(true);
    const answer = await bridge().ask['orders.flatten']({ quote });
    setRunning(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) setResult(answer.value);
  }

  function change(next: boolean): void {
    setShown(next);
    setResult(null);
    setError(null);
  }

  return (
    <Dialog.Root open={isShown} modal={false} onOpenChange={change}>
      <Dialog.Trigger asChild>
        <button type="button" className="text-button" disabled={openCount === 0 && held.length === 0}>
          Flatten…
        </button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <div className="dialog-veil" aria-hidden="true" />
        <Dialog.Content className="dialog" aria-describedby="flatten-text">
          <Dialog.Title className="dialog-title">Back to {quote}</Dialog.Title>
          <div id="flatten-text">
            {result === null ? <Plan openCount={openCount} held={held} /> : <Done result={result} />}
          </div>
          {error === null ? null : <Problem error={error} />}
          <div className="button-row first-run-row">
            <Dialog.Close asChild>
              <button type="button" className="button">
                {result === null ? 'Keep everything' : 'Close'}
              </button>
            </Dialog.Close>
            {result === null ? (
              <button type="button" className="button strong" disabled={isRunning} onClick={() => void flatten()}>
                {isRunning ? 'Flattening' : deedOf(openCount, held.length)}
              </button>
            ) : null}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function deedOf(openOrders: number, heldAssets: number): string {
  if (heldAssets === 0) return 'Cancel';
  return openOrders === 0 ? 'Sell' : 'Cancel and sell';
}

function Plan({ openCount, held }: { readonly openCount: number; readonly held: readonly Balance[] }): ReactElement {
  return (
    <>
      <p>
        {openCount === 0
          ? 'No order is open.'
          : `${counted(openCount)} open ${openCount === 1 ? 'order is' : 'orders are'} cancelled.`}
      </p>
      <p>
        {held.length === 0
          ? `Nothing but ${quote} is held.`
          : `${openCount === 0 ? 'Sold' : 'Then sold'} at once, each through the whole gate, for what the book gives inside the price band: ${held
              .map(({ asset, total }) => `${grouped(total)} ${shownText(asset)}`)
              .join(', ')}.`}
      </p>
    </>
  );
}

function Done({ result }: { readonly result: Flattening }): ReactElement {
  const { assets, canceled, left } = result;
  return (
    <>
      <p role="status">
        {counted(canceled)} {canceled === 1 ? 'order' : 'orders'} cancelled
        {left.length === 0 ? '' : `, ${counted(left.length)} could not be`}.
      </p>
      <ul className="flatten-list">
        {assets.map(({ asset, amount, order, why }) => (
          <li key={asset}>
            <strong>{shownText(asset)}</strong>{' '}
            {order === null ? '' : `${grouped(order.filled)} of ${grouped(amount)} sold. `}
            {why === null ? '' : shownText(why)}
          </li>
        ))}
        {assets.length === 0 ? <li>Nothing else was held.</li> : null}
      </ul>
    </>
  );
}
