import { add, type DecimalText, decimal, decimalsOf, divide, multiply, zero } from '../../domain/money.ts';
import { ok, type Result } from '../../domain/result.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import type { VenueFill } from '../venue.ts';
import type { CoinbaseClient } from './coinbase-client.ts';
import { walkPages } from './coinbase-pages.ts';
import { type CoinbaseProducts, productIdOf } from './coinbase-products.ts';
import { type FillFields, Fills } from './order-answers.ts';
import { readOrder } from './order-reader.ts';

const pageSize = 100;
const half = decimal('0.5');

/** What reading fills stands on. */
export interface FillDeps {
  readonly exchange: string;
  readonly client: CoinbaseClient;
  readonly products: CoinbaseProducts;
}

/**
 * Every fill of one order, oldest first. Fills of another order or product, and two of one trade, are not believed. Sizes told in quote
 * units are made base units at the step of the market, and then have to add up to what the order says was filled.
 */
export async function readFillsOf(
  deps: FillDeps,
  symbol: string,
  venueOrderId: string,
): Promise<Result<readonly VenueFill[]>> {
  const { exchange, client, products } = deps;
  const productId = productIdOf(symbol);
  const found = new Map<string, FillFields>();
  let isAsked = true;
  const walked = await walkPages({
    exchange,
    what: 'fills',
    ask: (cursor) =>
      readAnswer(exchange, 'fills', Fills, () =>
        client.fills({ order_id: venueOrderId, limit: pageSize, ...(cursor === null ? {} : { cursor }) }),
      ),
    // There may be a cursor on the last page, too.
    next: ({ cursor, fills }) => (cursor === '' || fills.length === 0 ? null : cursor),
    visit({ fills }) {
      isAsked &&= fills.every((fill) => fill.order_id === venueOrderId && fill.product_id === productId);
      for (const fill of fills) found.set(fill.entry_id, fill);
      return !isAsked;
    },
  });
  if (!walked.ok) return walked;
  const fills = [...found.values()].reverse().sort((a, b) => a.trade_time - b.trade_time);
  const isTwice = new Set(fills.map((fill) => fill.trade_id)).size < fills.length;
  if (!isAsked || isTwice) return malformed(exchange, 'fills');
  const step = products.baseIncrement(productId);
  if (fills.some((fill) => fill.size_in_quote)) {
    const order = await readOrder(deps, symbol, venueOrderId);
    if (!order.ok) return order;
    const sum = fills.reduce((total, fill) => add(total, baseSizeOf(fill, step)), zero);
    if (sum !== order.value.filled_size) return malformed(exchange, 'fills');
  }
  return ok(fills.map((fill) => toFill(fill, symbol, step)));
}

/** Fees are charged in the quote currency. A role that Coinbase does not know is taken for the dearer one; what was paid is told anyway. */
function toFill(fill: FillFields, symbol: string, step: DecimalText | null): VenueFill {
  return {
    tradeId: fill.trade_id,
    venueOrderId: fill.order_id,
    price: fill.price,
    amount: baseSizeOf(fill, step),
    fee: { amount: fill.commission, asset: symbol.split('/')[1] ?? '' },
    role: fill.liquidity_indicator === 'MAKER' ? 'maker' : 'taker',
    atMs: fill.trade_time,
  };
}

/** The base amount of a fill: where its size is told in quote units, the whole number of steps that is nearest. */
function baseSizeOf({ size, size_in_quote: isQuote, price }: FillFields, step: DecimalText | null): DecimalText {
  if (!isQuote) return size;
  const unit = step ?? decimal('0.00000001');
  const steps = divide(add(size, multiply(multiply(price, unit), half)), multiply(price, unit), 0, 'down');
  return divide(multiply(steps, unit), decimal('1'), decimalsOf(unit), 'down');
}
