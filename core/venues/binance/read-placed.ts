import { isStop, type OrderIntent } from '../../domain/intent.ts';
import { add, compare, type DecimalText, decimal, multiply, subtract, zero } from '../../domain/money.ts';
import { isFinished, type VenueFill, type VenueOrder } from '../venue.ts';
import { PlacedAnswer } from './binance-answers.ts';
import { joinedName, toOrder, toPlacedFills } from './binance-map.ts';

/** A venue keeps the cost of a fill at eight decimals: what all together may be off by, for each. */
const costStep = decimal('0.00000001');

/**
 * The placed order, or null when the answer is not to be believed: it is not whole, does not repeat what was asked, its fills do not add
 * up, or it ended as an order of its kind cannot.
 */
export function readPlaced(raw: unknown, intent: OrderIntent): VenueOrder | null {
  const answer = PlacedAnswer.safeParse(raw).data;
  if (answer?.symbol !== joinedName(intent.symbol)) return null;
  const order = toOrder(answer, intent.symbol, answer.clientOrderId, answer.transactTime);
  const fills = toPlacedFills(answer);
  return isWhatWasAsked(order, intent) && addUp(order, fills) && canBe(order, fills) ? { ...order, fills } : null;
}

function isWhatWasAsked(order: VenueOrder, intent: OrderIntent): boolean {
  return (
    order.clientOrderId === intent.clientOrderId &&
    order.side === intent.side &&
    order.type === intent.type &&
    order.timeInForce === intent.timeInForce &&
    order.price === intent.price &&
    order.stopPrice === intent.stopPrice &&
    (intent.quoteAmount === null
      ? order.amount === intent.amount
      : compare(order.cumulativeQuote, intent.quoteAmount) <= 0)
  );
}

function addUp(order: VenueOrder, fills: readonly VenueFill[]): boolean {
  let amount = zero;
  let cost = zero;
  let slack = zero;
  for (const fill of fills) {
    amount = add(amount, fill.amount);
    cost = add(cost, multiply(fill.amount, fill.price));
    slack = add(slack, costStep);
  }
  const off = subtract(cost, order.cumulativeQuote);
  return amount === order.filled && compare(magnitude(off), slack) <= 0;
}

/** Whether an order of its kind can have come to this at once. */
function canBe(order: VenueOrder, fills: readonly VenueFill[]): boolean {
  const { price, side, type, timeInForce, filled, amount } = order;
  const isTooDear = (fill: VenueFill): boolean =>
    price !== null && (side === 'buy' ? compare(fill.price, price) > 0 : compare(fill.price, price) < 0);
  if (fills.some(isTooDear)) return false;
  if (type === 'limit-maker') return filled === zero;
  // One that waits has traded nothing; one that the next trade set going before the answer may stand anywhere.
  if (isStop(type)) return true;
  if (timeInForce === 'fok') return isFinished(order) && (filled === zero || filled === amount);
  return timeInForce === 'gtc' || isFinished(order);
}

function magnitude(amount: DecimalText): DecimalText {
  return compare(amount, zero) < 0 ? subtract(zero, amount) : amount;
}
