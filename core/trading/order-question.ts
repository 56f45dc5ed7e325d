import type { Approval, OrderPreview } from '../contract/shapes.ts';
import type { Ruling } from '../domain/errors.ts';
import { findExchange } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import type { Question } from './approvals.ts';
import type { HeldPreview } from './previews.ts';

/** What the approval window asks of an order: exactly what would be sent, what it may cost, and what every rule said. */
export function orderQuestion(
  { shown, intent }: HeldPreview,
  rulings: readonly Ruling[],
  act: (actor: string) => Promise<Result<void>>,
): Question {
  return {
    kind: 'order',
    subject: `order ${shown.previewId}`,
    title: sentenceOf(shown),
    lines: linesOf(shown, intent.clientOrderId),
    warnings: warningsOf(shown),
    rulings: [...rulings],
    word: null,
    act,
  };
}

function warningsOf({ blocked, draft }: OrderPreview): Approval['warnings'] {
  const real = findExchange(draft.exchange);
  return [
    ...(real === null ? [] : [`This moves real money at ${real.title}.`]),
    ...(blocked === null ? [] : [`As things stood when it was shown it would not pass: ${blocked}.`]),
  ];
}

function sentenceOf({ draft, replaces }: OrderPreview): string {
  const [base = '', quote = ''] = draft.symbol.split('/');
  const verb = draft.side === 'buy' ? 'Buy' : 'Sell';
  const what =
    draft.amount !== null
      ? `${draft.amount} ${base}`
      : `${base} for ${draft.quoteAmount ?? 'an unknown amount of'} ${quote}`;
  const at = draft.price === null ? 'at the market' : `at ${draft.price} ${quote} or better`;
  const when =
    draft.stopPrice === null
      ? ''
      : ` once the price ${draft.side === 'buy' ? 'rises' : 'falls'} to ${draft.stopPrice} ${quote},`;
  return `${verb} ${what}${when} ${at} on ${nameOf(draft)}${replaces === null ? '' : ', in the place of an open order'}.`;
}

/** What the exchange is called. */
function nameOf({ exchange }: OrderPreview['draft']): string {
  return findExchange(exchange)?.title ?? exchange;
}

/** When a stop order goes, in the words of a trader; null for every other order. */
function triggerOf({ side, stopPrice }: OrderPreview['draft'], quote: string): string | null {
  if (stopPrice === null) return null;
  const move = side === 'buy' ? 'Buys when the price rises to' : 'Sells when the price falls to';
  return `${move} ${stopPrice} ${quote}: when a trade on this market reaches it`;
}

function linesOf(shown: OrderPreview, clientOrderId: string): Approval['lines'] {
  const { draft, worstCost, estimatedFee } = shown;
  const [base = '', quote = ''] = draft.symbol.split('/');
  const optional = (label: string, text: string | null): Approval['lines'] => (text === null ? [] : [{ label, text }]);
  return [
    { label: 'Market', text: `${draft.symbol}, ${draft.marketType}, on ${nameOf(draft)}` },
    { label: 'Side', text: draft.side },
    { label: 'Kind', text: [draft.type, draft.timeInForce].filter((word) => word !== null).join(', ') },
    ...optional('Amount', withUnit(draft.amount, base)),
    ...optional('Amount', withUnit(draft.quoteAmount, quote)),
    ...optional('Goes', triggerOf(draft, quote)),
    ...optional('Price', withUnit(draft.price, quote)),
    ...(draft.type === 'stop-market'
      ? [{ label: 'Price', text: 'whatever the book gives then: there is no limit' }]
      : []),
    { label: isBounded(draft) ? 'Costs at most' : 'Costs, about', text: `${worstCost.amount} ${worstCost.asset}` },
    {
      label: 'Fee, about',
      text: estimatedFee === null ? 'not known now' : `${estimatedFee.amount} ${estimatedFee.asset}`,
    },
    ...optional('Replaces', shown.replaces),
    { label: 'Order id', text: clientOrderId },
    { label: 'Digest of the order', text: shown.digest },
  ];
}

/** Whether it cannot cost more than it says: a buy that a stop price sets going without a limit can. */
function isBounded({ side, type }: OrderPreview['draft']): boolean {
  return side === 'sell' || type !== 'stop-market';
}

function withUnit(amount: string | null, unit: string): string | null {
  return amount === null ? null : `${amount} ${unit}`;
}
