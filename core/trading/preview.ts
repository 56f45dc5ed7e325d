import type { OrderDraft, OrderPreview } from '../contract/shapes.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { add, compare, type DecimalText, multiply, zero } from '../domain/money.ts';
import { ok, type Result } from '../domain/result.ts';
import { digestOf } from './approve.ts';
import { type Estimate, estimate } from './estimate.ts';
import { exposureOf } from './exposure.ts';
import { factsOf } from './facts.ts';
import { type MarketReading, readMarket } from './market-reading.ts';
import { type HeldPreview, previewLifeMs, type Replaced } from './previews.ts';
import { quantise } from './quantise.ts';
import type { Trading } from './trading.ts';

/**
 * Judges a draft and answers with what would be sent, what it would cost and what every rule says, held under an id that
 * `orders.submit` can use once. Sends nothing. `invalid-input`, `not-offered`, `not-found` for an unknown market, the venue's error, or why
 * no order of its kind may go there now.
 * `replaces` is an order whose place it takes.
 */
export async function previewOrder(
  trading: Trading,
  draft: OrderDraft,
  replaces: Replaced | null = null,
): Promise<Result<HeldPreview>> {
  const exposure = exposureOf(draft);
  const isOpen = trading.mode?.(exposure) ?? ok(undefined);
  if (!isOpen.ok) return isOpen;
  const reading = await readMarket(trading, draft.symbol, exposure === 'open' ? 'buying' : 'telling');
  if (!reading.ok) return reading;
  const { book, market } = reading.value;
  const exact = quantise(draft, market);
  if (!exact.ok) return exact;

  const intent: OrderIntent = {
    kind: 'order',
    exchange: draft.exchange,
    symbol: draft.symbol,
    marketType: draft.marketType,
    side: draft.side,
    type: draft.type,
    ...exact.value,
    clientOrderId: `pc-${trading.ids.next()}`,
  };
  const cost = estimate(intent, draft.side, market, book);
  const judgement = trading.judge(intent, factsOf(trading, intent, reading.value, replaces?.orderId ?? null));
  const { kind: _, clientOrderId: __, ...shownDraft } = intent;
  const shown: OrderPreview = {
    previewId: trading.ids.next(),
    digest: digestOf(intent),
    expiresAtMs: trading.clock.nowMs() + previewLifeMs,
    replaces: replaces?.orderId ?? null,
    draft: shownDraft,
    estimatedPrice: cost.price,
    estimatedAmount: cost.amount,
    notional: cost.notional,
    worstCost: cost.worstCost,
    estimatedFee: reading.value.areFeesKnown ? cost.fee : null,
    verdict: judgement.verdict,
    rulings: [...judgement.rulings],
    blocked: blockedBy(trading, intent, cost, reading.value, replaces),
  };
  return ok({
    shown,
    intent,
    replaces,
    expiresAtMonotonicMs: trading.clock.monotonicMs() + previewLifeMs,
    submission: null,
  });
}

function blockedBy(
  trading: Trading,
  intent: OrderIntent,
  cost: Estimate,
  { balances, book }: MarketReading,
  replaces: Replaced | null,
): string | null {
  if (!trading.halt.permits(exposureOf(intent)).ok) return 'trading-halted';
  const { asset, amount } = cost.worstCost;
  const free = balances.find((balance) => balance.asset === asset)?.free ?? zero;
  if (compare(add(free, freedBy(trading, replaces)), amount) < 0) return 'insufficient-funds';
  if (!cost.isCovered) return 'book-too-thin';
  const best = (intent.side === 'buy' ? book.asks : book.bids)[0]?.[0];
  const wouldTrade =
    intent.type === 'limit-maker' && best !== undefined && intent.price !== null
      ? compare(intent.price, best) * (intent.side === 'buy' ? 1 : -1) >= 0
      : false;
  return wouldTrade ? 'would-take' : null;
}

/** What cancelling the replaced order gives back. */
function freedBy(trading: Trading, replaces: Replaced | null): DecimalText {
  const order = replaces === null ? null : trading.journal.get(replaces.orderId);
  if (order === null || order.remaining === null) return zero;
  return order.side === 'sell' ? order.remaining : multiply(order.remaining, order.price ?? order.stopPrice ?? zero);
}
