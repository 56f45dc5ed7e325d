import { type MarketSpec, marketNamed } from './market-spec.ts';
import type { BookTop, PracticeFill, PracticeOrder } from './practice-order.ts';

/** A row of practice.db by column. */
export type Row = Readonly<Record<string, string | number | null>>;

/** An order as the columns of `orders` in their order. */
export function orderValues(order: PracticeOrder): readonly (string | number | null)[] {
  const { bookAtArrival } = order;
  return [
    order.orderId,
    order.clientOrderId,
    order.market.venueName,
    order.side,
    order.type,
    order.ticks?.toString() ?? null,
    order.lots.toString(),
    order.filledLots.toString(),
    order.quoteUnits.toString(),
    order.status,
    order.createdAtMs,
    order.updatedAtMs,
    order.timeInForce,
    order.quoteTarget?.toString() ?? null,
    bookAtArrival === null ? null : (bookAtArrival.bid?.toString() ?? ''),
    bookAtArrival === null ? null : (bookAtArrival.ask?.toString() ?? ''),
    order.preventedMatchId,
    order.stopTicks?.toString() ?? null,
    order.triggeredAtMs,
  ];
}

/** A fill as the columns of `fills` in their order. */
export function fillValues(fill: PracticeFill): readonly (string | number | null)[] {
  return [
    fill.tradeId,
    fill.orderId,
    fill.market.venueName,
    fill.ticks.toString(),
    fill.lots.toString(),
    fill.feeUnits.toString(),
    fill.feeAsset,
    fill.isMaker ? 1 : 0,
    fill.atMs,
    fill.feeRateMillionths?.toString() ?? null,
  ];
}

/** The order of a row. Throws where the row names a market that there is not. */
export function toOrder(row: Row, accountId: number): PracticeOrder {
  return {
    orderId: row.order_id as number,
    accountId,
    clientOrderId: String(row.client_order_id),
    market: marketOf(row),
    side: row.side as PracticeOrder['side'],
    type: row.type as PracticeOrder['type'],
    timeInForce: row.time_in_force as PracticeOrder['timeInForce'],
    ticks: wholeOrNull(row.ticks),
    stopTicks: wholeOrNull(row.stop_ticks),
    lots: whole(row.lots),
    quoteTarget: wholeOrNull(row.quote_target),
    createdAtMs: row.created_at_ms as number,
    bookAtArrival: toBookTop(row),
    triggeredAtMs: row.triggered_at_ms as number | null,
    filledLots: whole(row.filled_lots),
    quoteUnits: whole(row.quote_units),
    status: row.status as PracticeOrder['status'],
    preventedMatchId: row.prevented_match_id as number | null,
    updatedAtMs: row.updated_at_ms as number,
  };
}

/** The fill of a row. Throws where the row names a market that there is not. */
export function toFill(row: Row): PracticeFill {
  return {
    tradeId: row.trade_id as number,
    orderId: row.order_id as number,
    market: marketOf(row),
    ticks: whole(row.ticks),
    lots: whole(row.lots),
    feeUnits: whole(row.fee_units),
    feeAsset: String(row.fee_asset),
    feeRateMillionths: wholeOrNull(row.fee_rate_millionths),
    isMaker: row.is_maker === 1,
    atMs: row.at_ms as number,
  };
}

function toBookTop(row: Row): BookTop | null {
  const { bid_at_arrival: bid, ask_at_arrival: ask } = row;
  if (bid === null || ask === null) return null;
  return { bid: bid === '' ? null : whole(bid), ask: ask === '' ? null : whole(ask) };
}

function marketOf(row: Row): MarketSpec {
  const market = marketNamed(String(row.market));
  if (market === null) throw new Error(`practice.db names an unknown market ${row.market}`);
  return market;
}

function whole(value: Row[string] | undefined): bigint {
  return BigInt(String(value));
}

function wholeOrNull(value: Row[string] | undefined): bigint | null {
  return value === null ? null : whole(value);
}
