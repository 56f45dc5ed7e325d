import type { Approval, OrderPreview } from '../contract/shapes.ts';
import type { Ruling } from '../domain/errors.ts';
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
    warnings: shown.blocked === null ? [] : [`As things stood when it was shown it would not pass: ${shown.blocked}.`],
    rulings: [...rulings],
    word: null,
    act,
  };
}

function sentenceOf({ draft, replaces }: OrderPreview): string {
  const [base = '', quote = ''] = draft.symbol.split('/');
  const verb = draft.side === 'buy' ? 'Buy' : 'Sell';
  const what =
    draft.amount !== null
      ? `${draft.amount} ${base}`
      : `${base} for ${draft.quoteAmount ?? 'an unknown amount of'} ${quote}`;
  const at = draft.price === null ? 'at the market' : `at ${draft.price} ${quote} or better`;
  return `${verb} ${what} ${at} on ${draft.exchange}${replaces === null ? '' : ', in the place of an open order'}.`;
}

function linesOf(shown: OrderPreview, clientOrderId: string): Approval['lines'] {
  const { draft, worstCost, estimatedFee } = shown;
  const [base = '', quote = ''] = draft.symbol.split('/');
  const optional = (label: string, text: string | null): Approval['lines'] => (text === null ? [] : [{ label, text }]);
  return [
    { label: 'Market', text: `${draft.symbol}, ${draft.marketType}, on ${draft.exchange}` },
    { label: 'Side', text: draft.side },
    { label: 'Kind', text: [draft.type, draft.timeInForce].filter((word) => word !== null).join(', ') },
    ...optional('Amount', withUnit(draft.amount, base)),
    ...optional('Amount', withUnit(draft.quoteAmount, quote)),
    ...optional('Price', withUnit(draft.price, quote)),
    { label: 'Costs at most', text: `${worstCost.amount} ${worstCost.asset}` },
    { label: 'Fee, about', text: `${estimatedFee.amount} ${estimatedFee.asset}` },
    ...optional('Replaces', shown.replaces),
    { label: 'Order id', text: clientOrderId },
    { label: 'Digest of the order', text: shown.digest },
  ];
}

function withUnit(amount: string | null, unit: string): string | null {
  return amount === null ? null : `${amount} ${unit}`;
}
