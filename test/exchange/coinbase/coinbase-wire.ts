import { divide, fromUnits } from '../../../core/domain/money.ts';
import { assetScale, type MarketSpec, wireAmount, wireLots, wirePrice } from '../../../core/practice/market-spec.ts';
import type { PracticeOrder } from '../../../core/practice/practice-order.ts';
import type { CoinbaseBook, Kept, KeptFill, Product } from './coinbase-book.ts';

/** A product as /products lists it, shaped like an answer of April 2026. */
export function wireProduct(
  { id, alias, base, quote, spec }: Product,
  aliases: readonly string[],
): Record<string, unknown> {
  return {
    product_id: id,
    price: '20000',
    price_percentage_change_24h: '-0.28225832119521',
    volume_24h: '11005.02587005',
    volume_percentage_change_24h: '164.92748862719962',
    base_increment: spec.lotSize,
    quote_increment: spec.tickSize,
    quote_min_size: '1',
    quote_max_size: '150000000',
    base_min_size: spec.lotSize,
    base_max_size: '3400',
    base_name: base,
    quote_name: quote,
    watched: false,
    is_disabled: false,
    new: false,
    status: 'online',
    cancel_only: false,
    limit_only: false,
    post_only: false,
    trading_disabled: false,
    auction_mode: false,
    product_type: 'SPOT',
    quote_currency_id: quote,
    base_currency_id: base,
    fcm_trading_session_details: null,
    mid_market_price: '',
    alias,
    alias_to: aliases,
    base_display_symbol: base,
    quote_display_symbol: 'USD',
    view_only: false,
    price_increment: spec.tickSize,
    display_name: id,
    product_venue: 'CBE',
  };
}

/** The book of a product, best first. */
export function wireBook(book: CoinbaseBook, spec: MarketSpec, depth: number): Record<string, unknown> {
  const side = (of: 'buy' | 'sell') =>
    book.engine
      .book(spec)
      .levels(of, depth)
      .map(({ ticks, lots }) => ({ price: plain(wirePrice(ticks, spec)), size: plain(wireLots(lots, spec)) }));
  return { bids: side('buy'), asks: side('sell') };
}

/** Coinbase's word for how an order stands. */
export function wireStatus({ status }: PracticeOrder): 'OPEN' | 'FILLED' | 'CANCELLED' {
  if (status === 'NEW' || status === 'PARTIALLY_FILLED') return 'OPEN';
  return status === 'FILLED' ? 'FILLED' : 'CANCELLED';
}

/** An order as the historical endpoints tell it, shaped like an answer of 2023 (ccxt's recordings). */
export function wireOrder({
  clientOrderId,
  configuration,
  fills,
  order,
  orderId,
  product,
}: Kept): Record<string, unknown> {
  const { market, quoteTarget } = order;
  const fees = fills.reduce((sum, { feeUnits }) => sum + feeUnits, 0n);
  return {
    order_id: orderId,
    product_id: product.id,
    user_id: 'dbcb91e7-2bc9-5152-bb6f-72d6677e6727',
    order_configuration: configuration,
    side: order.side.toUpperCase(),
    client_order_id: clientOrderId,
    status: wireStatus(order),
    time_in_force: order.timeInForce === 'GTC' && order.ticks !== null ? 'GOOD_UNTIL_CANCELLED' : 'IMMEDIATE_OR_CANCEL',
    created_time: new Date(order.createdAtMs).toISOString(),
    completion_percentage: '0',
    filled_size: plain(wireLots(order.filledLots, market)),
    average_filled_price: order.filledLots === 0n ? '0' : average(order),
    fee: '',
    number_of_fills: String(fills.length),
    filled_value: plain(wireAmount(order.quoteUnits)),
    pending_cancel: false,
    size_in_quote: quoteTarget !== null,
    total_fees: plain(wireAmount(fees)),
    size_inclusive_of_fees: false,
    total_value_after_fees: plain(wireAmount(order.quoteUnits - fees)),
    trigger_status: triggerStatus(order),
    order_type: order.stopTicks !== null ? 'STOP_LIMIT' : order.ticks === null ? 'MARKET' : 'LIMIT',
    reject_reason: 'REJECT_REASON_UNSPECIFIED',
    settled: false,
    product_type: 'SPOT',
    reject_message: '',
    cancel_message: '',
    order_placement_source: 'RETAIL_ADVANCED',
    outstanding_hold_amount: '0',
    is_liquidation: false,
    last_fill_time: fills.length === 0 ? null : new Date(order.updatedAtMs).toISOString(),
    edit_history: [],
    leverage: '',
    margin_type: 'UNKNOWN_MARGIN_TYPE',
  };
}

/** A fill; its size in quote units where the order was given so. */
export function wireFill(
  { order, orderId, product }: Kept,
  { entryId, feeUnits, fill, tradeId }: KeptFill,
): Record<string, unknown> {
  const { market } = order;
  const isQuote = order.quoteTarget !== null;
  const cost = fill.ticks * fill.lots * market.quoteUnitsPerTickLot;
  const time = new Date(fill.atMs).toISOString();
  return {
    entry_id: entryId,
    trade_id: tradeId,
    order_id: orderId,
    trade_time: time,
    trade_type: 'FILL',
    price: plain(wirePrice(fill.ticks, market)),
    size: plain(isQuote ? wireAmount(cost) : wireLots(fill.lots, market)),
    commission: plain(wireAmount(feeUnits)),
    product_id: product.id,
    sequence_timestamp: time.replace('Z', '001Z'),
    liquidity_indicator: fill.isMaker ? 'MAKER' : 'TAKER',
    size_in_quote: isQuote,
    user_id: 'dbcb91e7-2bc9-5152-bb6f-72d6677e6727',
    side: order.side.toUpperCase(),
    retail_portfolio_id: '',
  };
}

function triggerStatus({ stopTicks, triggeredAtMs }: PracticeOrder): string {
  if (stopTicks === null) return 'INVALID_ORDER_TYPE';
  return triggeredAtMs === null ? 'STOP_PENDING' : 'STOP_TRIGGERED';
}

function average({ filledLots, market, quoteUnits }: PracticeOrder): string {
  return divide(fromUnits(quoteUnits, assetScale), fromUnits(filledLots * market.lotUnits, assetScale), 8, 'down');
}

/** Coinbase writes no more decimals than there are. */
export function plain(text: string): string {
  return text.replace(/\.?0+$/, '');
}
