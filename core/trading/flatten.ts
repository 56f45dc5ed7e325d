import type { Balance, FlattenedAsset, Flattening, OrderDraft } from '../contract/shapes.ts';
import type { Json } from '../domain/canonical.ts';
import { isCash } from '../domain/cash.ts';
import type { AppError } from '../domain/errors.ts';
import { add, type DecimalText, decimal, divide, isPositive, multiply, subtract } from '../domain/money.ts';
import { ok, type Result } from '../domain/result.ts';
import { cancelAll } from './cancel.ts';
import { readMarket } from './market-reading.ts';
import { previewOrder } from './preview.ts';
import type { Previews } from './previews.ts';
import { toStep } from './quantise.ts';
import { submitOrder } from './submit.ts';
import type { Trading } from './trading.ts';

/** How far below the middle of the book flattening sells where the policy sets no band, in percent. */
const usualBandPercent = decimal('1');
/** How much of the band is used: its middle moves between this look at the book and the gate's. */
const usedShare = decimal('0.9');
const hundred = decimal('100');
const priceScale = 18;

/**
 * Goes back to the quote asset: cancels every open order, then sells each other asset at once for what the book gives inside the price
 * band (immediate-or-cancel). Every sale passes the whole gate like any other order; what it refuses, or the book does not take, is
 * left and named, and is no reason to halt: the person asked once. Allowed while trading may only reduce, where what it goes back to is money
 * (see `exposureOf`). Errors: `trading-halted`, those
 * of reading the balances.
 */
export async function flatten(
  trading: Trading,
  previews: Previews,
  quote: string,
  actor: string,
): Promise<Result<Flattening>> {
  const permitted = trading.halt.permits(isCash(quote) ? 'reduce' : 'open');
  if (!permitted.ok) {
    await trading.record.after({
      eventType: 'order',
      level: 'warn',
      status: 'failed',
      actor,
      subject: 'flatten',
      body: { quote, error: { ...permitted.error } as Json },
    });
    return permitted;
  }
  const cancels = await cancelAll(trading, undefined, actor);
  if (!cancels.ok) return cancels;
  const balances = await trading.venue.inspector.balances();
  if (!balances.ok) return balances;
  const assets: FlattenedAsset[] = [];
  for (const balance of balances.value) {
    if (balance.asset !== quote && isPositive(balance.total)) {
      assets.push(await sellAll(trading, previews, balance, quote, actor));
    }
  }
  return ok({ quote, canceled: cancels.value.canceled.length, left: cancels.value.left, assets });
}

async function sellAll(
  trading: Trading,
  previews: Previews,
  { asset, free, held }: Balance,
  quote: string,
  actor: string,
): Promise<FlattenedAsset> {
  const symbol = `${asset}/${quote}`;
  const left = (why: string, amount: DecimalText = free): FlattenedAsset => {
    return { asset, amount, symbol: null, order: null, approvalId: null, why };
  };
  if (!isPositive(free)) return left(`${held} ${asset} is still held by orders that could not be cancelled.`, held);
  const market = trading.venue.markets.find((candidate) => candidate.symbol === symbol);
  if (market === undefined) return left(`There is no market ${symbol}.`);
  const price = await lowestPrice(trading, symbol, market.tickSize);
  if (price === null) return left(`The book of ${symbol} could not be read or has no middle.`);
  const draft: OrderDraft = {
    exchange: market.exchange,
    symbol,
    marketType: 'spot',
    side: 'sell',
    type: 'limit',
    timeInForce: 'ioc',
    amount: free,
    price,
  };
  const preview = await previewOrder(trading, draft);
  if (!preview.ok) return left(whyNot(preview.error));
  previews.hold(preview.value);
  const submitted = await submitOrder({ ...trading, refusedSubmit: () => undefined }, preview.value, actor);
  if (!submitted.ok) return left(whyNot(submitted.error));
  const common = { asset, amount: preview.value.intent.amount ?? free, symbol };
  if (submitted.value.state === 'awaiting-approval') {
    const { approvalId } = submitted.value;
    return { ...common, order: null, approvalId, why: 'It waits for your approval.' };
  }
  const { order } = submitted.value;
  const unsold = order.remaining ?? order.amount;
  const why =
    order.status === 'filled' || unsold === null
      ? null
      : `${unsold} ${asset} found no buyer at ${price} ${quote} or more.`;
  return { ...common, order, approvalId: null, why };
}

/** The lowest price well inside the band below the middle of the book, up to a tick; null when the book has no two sides. */
async function lowestPrice(trading: Trading, symbol: string, tickSize: DecimalText): Promise<DecimalText | null> {
  const reading = await readMarket(trading, symbol, 'nothing');
  if (!reading.ok) return null;
  const bid = reading.value.book.bids[0]?.[0];
  const ask = reading.value.book.asks[0]?.[0];
  if (bid === undefined || ask === undefined) return null;
  const middle = divide(add(bid, ask), decimal('2'), priceScale, 'up');
  const band = multiply(trading.priceBandPercent() ?? usualBandPercent, usedShare);
  const share = divide(subtract(hundred, band), hundred, priceScale, 'up');
  const lowest = toStep(multiply(middle, share), tickSize, 'up');
  return isPositive(lowest) ? lowest : tickSize;
}

function whyNot(error: AppError): string {
  switch (error.code) {
    case 'denied-by-policy':
      return error.rulings
        .filter((ruling) => ruling.decision === 'deny')
        .map((ruling) => ruling.message)
        .join(' ');
    case 'invalid-input':
      return error.issues.map((issue) => `The ${issue.path} ${issue.problem}.`).join(' ');
    case 'trading-halted':
      return error.reason;
    default:
      return `It was not sold (${error.code}).`;
  }
}
