import type { OrderDraft, OrderPreview } from '../contract/shapes.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { compare } from '../domain/money.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { digestOf } from './approve.ts';
import { type Estimate, estimate } from './estimate.ts';
import { exposureOf } from './exposure.ts';
import { type HeldPreview, previewLifeMs } from './previews.ts';
import { quantise } from './quantise.ts';
import type { Trading } from './trading.ts';

const bookDepth = 100;

/**
 * Judges a draft and answers with what would be sent, what it would cost and what every rule says, held under an id that
 * `orders.submit` can use once. Sends nothing. `invalid-input`, `not-found` for an unknown market, or the venue's error.
 */
export async function previewOrder(trading: Trading, draft: OrderDraft): Promise<Result<HeldPreview>> {
  const market = trading.venue.markets.find((candidate) => candidate.symbol === draft.symbol);
  if (market === undefined)
    return err({
      code: 'not-found',
      retry: 'never',
      what: `market ${draft.symbol}`,
    });
  const exact = quantise(draft, market);
  if (!exact.ok) return exact;
  const book = await trading.venue.inspector.book(draft.symbol, bookDepth);
  if (!book.ok) return book;
  const balances = await trading.venue.inspector.balances();
  if (!balances.ok) return balances;

  const intent: OrderIntent = {
    kind: 'order',
    exchange: draft.exchange,
    symbol: draft.symbol,
    marketType: draft.marketType,
    side: draft.side,
    type: draft.type,
    amount: exact.value.amount,
    price: exact.value.price,
    clientOrderId: `pc-${trading.ids.next()}`,
  };
  const cost = estimate(exact.value, draft.side, market, draft.side === 'buy' ? book.value.asks : book.value.bids);
  const judgement = trading.judge(intent);
  const free = balances.value.find((balance) => balance.asset === cost.worstCost.asset)?.free;
  const { kind: _, clientOrderId: __, ...shownDraft } = intent;
  const shown: OrderPreview = {
    previewId: trading.ids.next(),
    digest: digestOf(intent),
    expiresAtMs: trading.clock.nowMs() + previewLifeMs,
    draft: shownDraft,
    estimatedPrice: cost.price,
    notional: cost.notional,
    worstCost: cost.worstCost,
    estimatedFee: cost.fee,
    verdict: judgement.verdict,
    rulings: [...judgement.rulings],
    blocked: blockedBy(trading, intent, cost, free === undefined || compare(free, cost.worstCost.amount) < 0),
  };
  return ok({
    shown,
    intent,
    expiresAtMonotonicMs: trading.clock.monotonicMs() + previewLifeMs,
    submission: null,
  });
}

function blockedBy(trading: Trading, intent: OrderIntent, cost: Estimate, isShort: boolean): string | null {
  if (!trading.halt.permits(exposureOf(intent.side)).ok) return 'trading-halted';
  if (isShort) return 'insufficient-funds';
  return cost.isCovered ? null : 'book-too-thin';
}
