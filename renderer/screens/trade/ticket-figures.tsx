import type { ReactElement, ReactNode } from 'react';
import type { Market, OrderPreview } from '../../../core/contract/shapes.ts';
import { isStop, isWithoutPrice, type OrderType } from '../../../core/domain/intent.ts';
import { shownText } from '../../escape.ts';
import { grouped, scaleOf } from '../../format/amount.ts';
import { isRounding } from '../../state/rounding.ts';

interface TicketFiguresProps {
  readonly market: Market;
  readonly preview: OrderPreview | null;
  /** Whether the preview is of exactly what the fields hold: only then is a difference from them rounding. */
  readonly isFresh: boolean;
  readonly type: OrderType;
  readonly typedAmount: string;
  readonly typedPrice: string;
  readonly typedStopPrice: string;
}

/** What would be sent and what it would cost, exactly as the core holds it; the rows of a kind of order are always there. */
export function TicketFigures(props: TicketFiguresProps): ReactElement {
  const { isFresh, market, preview, type } = props;
  const hasNoPrice = isWithoutPrice(type);
  const price = hasNoPrice ? preview?.estimatedPrice : preview?.draft.price;
  const scale = scaleOf(market.tickSize);
  const isInQuote = preview !== null && preview.draft.quoteAmount !== null;
  const isAmountRounded = isFresh && isRounding(preview?.draft.amount, props.typedAmount, market.lotSize);
  const isPriceRounded = !hasNoPrice && isFresh && isRounding(preview?.draft.price, props.typedPrice, market.tickSize);
  const isStopRounded = isFresh && isRounding(preview?.draft.stopPrice, props.typedStopPrice, market.tickSize);
  const isUnbounded = type === 'stop-market' && preview?.draft.side === 'buy';
  return (
    <dl className="figures" aria-label="What would be sent">
      <Figure
        name={isInQuote ? 'Expected amount' : 'Amount'}
        note={!isInQuote && isAmountRounded ? 'rounded down to a lot' : ''}
      >
        {withUnit(preview?.draft.amount ?? preview?.estimatedAmount, market.base, scaleOf(market.lotSize))}
      </Figure>
      {isStop(type) ? (
        <Figure name="Stop price" note={isStopRounded ? 'rounded to a tick' : ''}>
          {withUnit(preview?.draft.stopPrice, market.quote, scale)}
        </Figure>
      ) : null}
      <Figure name={hasNoPrice ? 'Expected price' : 'Price'} note={isPriceRounded ? 'rounded to a tick' : ''}>
        {withUnit(price, market.quote, hasNoPrice ? 0 : scale)}
      </Figure>
      <Figure name="Value">{withUnit(preview?.notional, market.quote)}</Figure>
      <Figure name="Fee, at taker rate" note={preview?.estimatedFee === null ? 'not known now' : ''}>
        {withUnit(preview?.estimatedFee?.amount, preview?.estimatedFee?.asset)}
      </Figure>
      <Figure name={isUnbounded ? 'Costs, about' : 'Costs at most'} isMain>
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
