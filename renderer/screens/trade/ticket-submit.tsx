import type { ReactElement } from 'react';
import type { Market, OrderPreview } from '../../../core/contract/shapes.ts';
import { findExchange } from '../../../core/domain/exchanges.ts';
import { shownText } from '../../escape.ts';
import { grouped } from '../../format/amount.ts';
import type { TicketField } from '../../state/draft.ts';
import { blockWords } from '../../words.ts';

interface TicketSubmitProps {
  readonly market: Market;
  readonly side: 'buy' | 'sell';
  readonly preview: OrderPreview | null;
  /** Whether the preview is of exactly what the fields hold. */
  readonly isFresh: boolean;
  /** Whether the core is being asked about what the fields hold. */
  readonly isAsking: boolean;
  readonly isSending: boolean;
  readonly needs: TicketField | null;
}

/** The one button that sends, saying what it sends; and the line that says why it does not. */
export function TicketSubmit(props: TicketSubmitProps): ReactElement {
  const { market, side, preview, isFresh, isSending } = props;
  const isStopped = preview === null || !isFresh || preview.verdict === 'deny' || preview.blocked !== null;
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  const exchange = findExchange(market.exchange);
  const where = exchange === null ? '' : ` at ${exchange.title}`;
  return (
    <div className="ticket-submit">
      <button
        type="submit"
        className="submit"
        data-side={side}
        disabled={isSending || isStopped}
        aria-describedby="ticket-why"
      >
        {isSending
          ? 'Sending'
          : preview === null
            ? `${verb} ${shownText(market.base)}${where}`
            : `${verb} ${amountOf(preview, market)}${where}`}
      </button>
      <p className="ticket-why" id="ticket-why" data-stopped={preview !== null && isStopped && isFresh}>
        {why(props)}
      </p>
    </div>
  );
}

function amountOf({ draft }: OrderPreview, market: Market): string {
  const [base, quote] = [shownText(market.base), shownText(market.quote)];
  if (draft.quoteAmount !== null) return `${base} for ${grouped(draft.quoteAmount)} ${quote}`;
  return draft.amount === null ? base : `${grouped(draft.amount)} ${base}`;
}

function why({ preview, isAsking, isSending, needs }: TicketSubmitProps): string {
  if (isSending) return 'Passing the gate.';
  if (needs === 'stopPrice') return 'Type the price that it waits for.';
  if (needs === 'price') return 'Type a price, or press one in the book.';
  if (needs === 'amount') return 'Type an amount.';
  if (isAsking) return 'Checking.';
  if (preview === null) return '';
  if (preview.blocked === 'trading-halted') return blockWords(preview.blocked);
  if (preview.verdict === 'deny') return 'The policy denies this order.';
  if (preview.blocked !== null) return blockWords(preview.blocked);
  return preview.verdict === 'needs-approval'
    ? 'Your approval will be asked for.'
    : 'Every rule allows it. Enter sends it.';
}
