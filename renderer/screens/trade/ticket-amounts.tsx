// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for fields of a form; this is a group of other things
import { type ReactElement, useEffect, useRef } from 'react';
import type { Balance, Market } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { isStop, isWithoutPrice, type OrderType } from '../../../core/domain/intent.ts';
import { type DecimalText, readDecimal, zero } from '../../../core/domain/money.ts';
import { shownText } from '../../escape.ts';
import { grouped, typedAmount } from '../../format/amount.ts';
import { AmountField } from '../../parts/field.tsx';
import type { BookSource } from '../../state/book-source.ts';
import { stepped, type TicketField, type TicketReading } from '../../state/draft.ts';
import { type Preset, presetAmount, presets } from '../../state/preset-amount.ts';
import { setTicket, useTicket } from '../../state/ticket-store.ts';

interface TicketAmountsProps {
  readonly market: Market;
  readonly book: BookSource;
  readonly balances: readonly Balance[] | null;
  readonly reading: TicketReading;
  /** Why the core would not judge the order; its words about a field are shown at that field. */
  readonly error: AppError | null;
  readonly onEdit: () => void;
}

/** Stop price, price, amount and the presets, in that order. Arrow keys move by a tick and by a lot. */
export function TicketAmounts({ balances, book, error, market, onEdit, reading }: TicketAmountsProps): ReactElement {
  const ticket = useTicket();
  const { side, type, stopPrice, price, amount, isInQuote, picks } = ticket;
  const amountInput = useRef<HTMLInputElement>(null);
  const paid = side === 'buy' ? market.quote : market.base;
  const free = freeOf(balances, paid);
  const isMarket = type === 'market';
  const hasNoPrice = isWithoutPrice(type);
  const budgetedBy = type === 'stop-market' ? stopPrice : price;

  useEffect(() => {
    if (picks > 0) amountInput.current?.focus();
  }, [picks]);

  function edit(fields: Parameters<typeof setTicket>[0]): void {
    onEdit();
    setTicket(fields);
  }

  function step(field: TicketField, direction: 'up' | 'down'): void {
    const view = book.latest();
    const touch = side === 'buy' ? view?.bids[0]?.[0] : view?.asks[0]?.[0];
    const isAmount = field === 'amount';
    const next = stepped(
      ticket[field],
      isAmount ? market.lotSize : market.tickSize,
      direction,
      isAmount ? market.minAmount : (touch ?? null),
    );
    if (next !== null) edit({ [field]: next });
  }

  function takePreset(preset: Preset): void {
    const taken = presetAmount(preset, {
      side,
      type,
      free: free ?? zero,
      price: readDecimal(typedAmount(price)),
      stopPrice: readDecimal(typedAmount(stopPrice)),
      asks: book.latest()?.asks ?? [],
      lotSize: market.lotSize,
    });
    edit({ amount: taken ?? '', isInQuote: false });
  }

  return (
    <>
      {isStop(type) ? (
        <AmountField
          id="ticket-stop-price"
          label="Stop"
          unit={market.quote}
          value={stopPrice}
          hint={side === 'buy' ? 'Buys when the price rises to this.' : 'Sells when the price falls to this.'}
          issue={issueOf('stopPrice', reading, error)}
          onChange={(text) => edit({ stopPrice: text })}
          onStep={(direction) => step('stopPrice', direction)}
        />
      ) : null}
      <AmountField
        id="ticket-price"
        label="Price"
        unit={market.quote}
        value={hasNoPrice ? '' : price}
        placeholder={hasNoPrice ? 'best in the book' : ''}
        isDisabled={hasNoPrice}
        hint={hasNoPrice ? withoutPriceHint(type) : `Steps of ${grouped(market.tickSize)}.`}
        issue={hasNoPrice ? null : issueOf('price', reading, error)}
        onChange={(text) => edit({ price: text })}
        onStep={(direction) => step('price', direction)}
      />
      <AmountField
        id="ticket-amount"
        label="Amount"
        unit={isMarket && isInQuote ? market.quote : market.base}
        value={amount}
        hint={
          isMarket && isInQuote
            ? `What it may ${side === 'buy' ? 'spend' : 'fetch'}, at least ${grouped(market.minNotional)} ${shownText(market.quote)}.`
            : `Lots of ${grouped(market.lotSize)}, at least ${grouped(market.minNotional)} ${shownText(market.quote)}.`
        }
        issue={issueOf('amount', reading, error)}
        onUnit={isMarket ? () => edit({ isInQuote: !isInQuote, amount: '' }) : undefined}
        inputRef={amountInput}
        onChange={(text) => edit({ amount: text })}
        onStep={(direction) => step('amount', direction)}
      />
      <div className="presets">
        <span className="presets-free" title={`Free ${paid}: what no open order holds.`}>
          Free{' '}
          <strong>
            {free === null ? '–' : grouped(free)} {paid}
          </strong>
        </span>
        <div className="preset-row" role="group" aria-label={`Share of the free ${paid}`}>
          {presets.map((preset) => (
            <button
              key={preset}
              type="button"
              className="preset"
              disabled={free === null || free === zero || (side === 'buy' && !isMarket && budgetedBy === '')}
              onClick={() => takePreset(preset)}
            >
              {preset} %
            </button>
          ))}
        </div>
      </div>
    </>
  );
}

function freeOf(balances: readonly { asset: string; free: DecimalText }[] | null, asset: string): DecimalText | null {
  if (balances === null) return null;
  return balances.find((balance) => balance.asset === asset)?.free ?? zero;
}

function withoutPriceHint(type: OrderType): string {
  return isStop(type) ? 'Any price the book has then.' : 'Takes what the book offers.';
}

const fieldNames: Readonly<Record<TicketField, string>> = {
  stopPrice: 'The stop price',
  price: 'The price',
  amount: 'The amount',
};

function issueOf(field: TicketField, reading: TicketReading, error: AppError | null): string | null {
  if (reading.kind === 'unreadable' && reading.field === field) return 'This is not a plain decimal number.';
  if (error?.code !== 'invalid-input') return null;
  const issue = error.issues.find(({ path }) => path === field || (field === 'amount' && path === 'quoteAmount'));
  if (issue === undefined) return null;
  return `${fieldNames[field]} ${shownText(issue.problem).replace(/\.$/, '')}.`;
}
