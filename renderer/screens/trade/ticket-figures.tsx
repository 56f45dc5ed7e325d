import type { ReactElement, ReactNode } from 'react';
import type { Market, OrderPreview } from '../../../core/contract/shapes.ts';
import type { OrderType } from '../../../core/domain/intent.ts';
import { readDecimal } from '../../../core/domain/money.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf, typedAmount } from '../../format/amount.ts';

interface TicketFiguresProps {
  readonly market: Market;
  readonly preview: OrderPreview | null;
  readonly type: OrderType;
  readonly typedAmount: string;
  readonly typedPrice: string;
}

/** What would be sent and what it would cost, exactly as the core holds it; the rows are always there. */
export function TicketFigures(props: TicketFiguresProps): ReactElement {
  const { market, preview, type } = props;
  const price = type === 'market' ? preview?.estimatedPrice : preview?.draft.price;
  const isInQuote = preview !== null && preview.draft.quoteAmount !== null;
  const isAmountRounded = differs(preview?.draft.amount, props.typedAmount);
  const isPriceRounded = type !== 'market' && differs(preview?.draft.price, props.typedPrice);
  return (
    <dl className="figures" aria-label="What would be sent">
      <Figure
        name={isInQuote ? 'Expected amount' : 'Amount'}
        note={!isInQuote && isAmountRounded ? 'rounded down to a lot' : ''}
      >
        {withUnit(preview?.draft.amount ?? preview?.estimatedAmount, market.base, scaleOf(market.lotSize))}
      </Figure>
      <Figure name={type === 'market' ? 'Expected price' : 'Price'} note={isPriceRounded ? 'rounded to a tick' : ''}>
        {withUnit(price, market.quote, type === 'market' ? 0 : scaleOf(market.tickSize))}
      </Figure>
      <Figure name="Value">{withUnit(preview?.notional, market.quote)}</Figure>
      <Figure name="Fee, at taker rate">{withUnit(preview?.estimatedFee.amount, preview?.estimatedFee.asset)}</Figure>
      <Figure name="Costs at most" isMain>
        {withUnit(preview?.worstCost.amount, preview?.worstCost.asset)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly note?: string;
  readonly isMain?: boolean;
  readonly children: ReactNode;
}

function Figure({ name, note = '', isMain = false, children }: FigureProps): ReactElement {
  return (
    <div className="figure" data-main={isMain}>
      <dt>
        {name}
        {note === '' ? null : <span className="figure-note"> {note}</span>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function withUnit(amount: string | null | undefined, unit: string | undefined, scale = 0): ReactNode {
  if (amount === null || amount === undefined) return <span className="nothing">–</span>;
  return (
    <>
      {grouped(amount, scale)} <span className="unit">{shownText(unit ?? '')}</span>
    </>
  );
}

function differs(exact: string | null | undefined, typed: string): boolean {
  const read = readDecimal(typedAmount(typed));
  return exact !== null && exact !== undefined && read !== null && read !== exact;
}
