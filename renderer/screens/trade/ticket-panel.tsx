import { type FormEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import type { Balance, Market, Order, OrderPreview } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import type { AwaitedOrder } from '../../state/awaited-order.ts';
import type { BookSource } from '../../state/book-source.ts';
import { setOrder, useConsole } from '../../state/console-store.ts';
import { readTicket } from '../../state/draft.ts';
import { clearTicket, setTicket, useTicket } from '../../state/ticket-store.ts';
import { TicketAmounts } from './ticket-amounts.tsx';
import { TicketFigures } from './ticket-figures.tsx';
import { orderKinds, TicketKind } from './ticket-kind.tsx';
import { TicketOutcome } from './ticket-outcome.tsx';
import { TicketRulings } from './ticket-rulings.tsx';
import { TicketSubmit } from './ticket-submit.tsx';
import { usePreview } from './use-preview.ts';

/** What became of the last submission: an order, an approval that waits, or why there is neither. */
export type Outcome = { readonly order: Order } | { readonly awaited: AwaitedOrder } | { readonly error: AppError };

interface TicketPanelProps {
  /** The market that the order is for, at the exchange that it goes to. */
  readonly market: Market;
  readonly book: BookSource;
  /** What is held at that exchange; null while it is not known. */
  readonly balances: readonly Balance[] | null;
}

/**
 * The order ticket. What is typed is judged by the core as it is typed; what is submitted is the judged preview and nothing else.
 */
export function TicketPanel({ balances, book, market }: TicketPanelProps): ReactElement {
  const ticket = useTicket();
  const reading = useMemo(() => readTicket(ticket, market), [ticket, market]);
  const draft = useMemo(() => (reading.kind === 'draft' ? reading.draft : null), [reading]);
  const { state, startOver } = usePreview(draft);
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const lastMarket = useRef(market.symbol);
  const offered = useMemo(() => orderKinds.filter(({ value }) => market.orderTypes.includes(value)), [market]);

  // Another market may not offer the kind that was chosen in the last one.
  useEffect(() => {
    const [first] = offered;
    if (first !== undefined && !offered.some(({ value }) => value === ticket.type)) setTicket({ type: first.value });
  }, [offered, ticket.type]);

  useEffect(() => {
    if (lastMarket.current !== market.symbol) {
      clearTicket();
      setOutcome(null);
    }
    lastMarket.current = market.symbol;
  }, [market.symbol]);

  async function submit(preview: OrderPreview): Promise<void> {
    setSending(true);
    setOutcome(null);
    const knownIds = new Set(useConsole.getState().orders?.map(({ orderId }) => orderId));
    const answer = await bridge().ask['orders.submit']({ previewId: preview.previewId });
    setSending(false);
    if (!answer.ok) {
      setOutcome({ error: answer.error });
      return startOver();
    }
    if (answer.value.state === 'sent') {
      setOrder(answer.value.order);
      setOutcome({ order: answer.value.order });
    } else {
      const { approvalId, expiresAtMs } = answer.value;
      setOutcome({ awaited: { approvalId, expiresAtMs, draft: preview.draft, knownIds } });
    }
    setTicket({ amount: '' });
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (state.kind === 'shown' && !isSending && passes(state.preview)) void submit(state.preview);
  }

  const shown = state.kind === 'shown' ? state.preview : state.kind === 'asking' ? state.last : null;
  const error = state.kind === 'refused' ? state.error : null;
  return (
    <form
      className="panel ticket-panel"
      aria-label={`Order ticket for ${shownText(market.symbol)}`}
      onSubmit={onSubmit}
      noValidate
    >
      <TicketKind market={market} offered={offered} />
      <TicketAmounts
        market={market}
        book={book}
        balances={balances}
        reading={reading}
        error={error}
        onEdit={() => setOutcome(null)}
      />
      <TicketFigures
        market={market}
        preview={shown}
        isFresh={state.kind === 'shown'}
        type={ticket.type}
        typedAmount={ticket.amount}
        typedPrice={ticket.price}
        typedStopPrice={ticket.stopPrice}
      />
      <TicketSubmit
        market={market}
        side={ticket.side}
        preview={shown}
        isFresh={state.kind === 'shown'}
        isAsking={state.kind === 'asking'}
        isSending={isSending}
        needs={reading.kind === 'incomplete' ? reading.needs : null}
      />
      <div className="ticket-words">
        <TicketOutcome outcome={outcome} previewError={error} />
        <TicketRulings preview={shown} />
      </div>
    </form>
  );
}

/** Whether a preview may be submitted as things stand. */
export function passes(preview: OrderPreview): boolean {
  return preview.verdict !== 'deny' && preview.blocked === null;
}
