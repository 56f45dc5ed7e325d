import { describe, expect, it } from 'vitest';
import { ServerTime, Time } from '../../../../core/venues/coinbase/coinbase-answers.ts';
import { toOpen, toOrder } from '../../../../core/venues/coinbase/coinbase-map.ts';
import { Fills, OneOrder, OpenEntry, OrderAnswer } from '../../../../core/venues/coinbase/order-answers.ts';

/** An order as Coinbase told it on 2023-11-26, from ccxt's recordings. */
const recordedOrder = {
  order_id: '01b6e467-b659-432f-9490-c7cefe949564',
  product_id: 'ADA-USDT',
  user_id: 'dbcb91e7-2bc9-5152-bb6f-72d6677e6727',
  order_configuration: { market_market_ioc: { base_size: '10' } },
  side: 'SELL',
  client_order_id: 'a0f970a2-05fa-4e1f-9517-f6702c33cfd1',
  status: 'FILLED',
  time_in_force: 'IMMEDIATE_OR_CANCEL',
  created_time: '2023-11-26T10:19:47.423220Z',
  completion_percentage: '100.00',
  filled_size: '10',
  average_filled_price: '0.392',
  fee: '',
  number_of_fills: '1',
  filled_value: '3.92',
  pending_cancel: false,
  size_in_quote: false,
  total_fees: '0.03136',
  size_inclusive_of_fees: false,
  total_value_after_fees: '3.88864',
  trigger_status: 'INVALID_ORDER_TYPE',
  order_type: 'MARKET',
  reject_reason: 'REJECT_REASON_UNSPECIFIED',
  settled: true,
  product_type: 'SPOT',
  reject_message: '',
  cancel_message: '',
  order_placement_source: 'RETAIL_ADVANCED',
  outstanding_hold_amount: '0',
  is_liquidation: false,
  last_fill_time: '2023-11-26T10:19:47.504Z',
  edit_history: [],
  leverage: '',
  margin_type: 'UNKNOWN_MARGIN_TYPE',
};
/** The fill of it, from the same place. */
const recordedFill = {
  entry_id: 'dc7424ac5193601ae273cf704ece1667987d8c0b1077faa5fe3213e8e9efbd30',
  trade_id: '19fc7eee-f4b4-40a7-8104-033da1db5311',
  order_id: '01b6e467-b659-432f-9490-c7cefe949564',
  trade_time: '2023-11-26T10:19:47.504Z',
  trade_type: 'FILL',
  price: '0.392',
  size: '10',
  commission: '0.03136',
  product_id: 'ADA-USDT',
  sequence_timestamp: '2023-11-26T10:19:47.507001Z',
  liquidity_indicator: 'TAKER',
  size_in_quote: false,
  user_id: 'dbcb91e7-2bc9-5152-bb6f-72d6677e6727',
  side: 'SELL',
  cursor: '114994851',
};
describe("Coinbase's recorded answers", () => {
  it('are read as an order and its fill', () => {
    expect(toOrder(OrderAnswer.parse(recordedOrder), 'ADA/USDT')).toEqual({
      clientOrderId: 'a0f970a2-05fa-4e1f-9517-f6702c33cfd1',
      venueOrderId: '01b6e467-b659-432f-9490-c7cefe949564',
      symbol: 'ADA/USDT',
      side: 'sell',
      type: 'market',
      timeInForce: null,
      amount: '10',
      price: null,
      stopPrice: null,
      filled: '10',
      averagePrice: '0.392',
      cumulativeQuote: '3.92',
      status: 'filled',
      updatedAtMs: Date.UTC(2023, 10, 26, 10, 19, 47, 504),
    });
    expect(Fills.parse({ fills: [recordedFill], cursor: '114994851' }).fills).toHaveLength(1);
  });

  // The sample of the documentation: its average price and value are not of one order, but each field is of its kind.
  it.each([
    [
      'limit_limit_gtc',
      { base_size: '0.001', limit_price: '10000.00', post_only: false },
      { type: 'limit', timeInForce: 'gtc' },
    ],
    [
      'limit_limit_gtc',
      { base_size: '0.001', limit_price: '10000.00', post_only: true },
      { type: 'limit-maker', timeInForce: null },
    ],
    [
      'limit_limit_gtd',
      { base_size: '0.001', limit_price: '10000.00', end_time: '2021-05-31T09:59:59.000Z' },
      { type: 'limit', timeInForce: null },
    ],
    ['limit_limit_fok', { base_size: '0.001', limit_price: '10000.00' }, { type: 'limit', timeInForce: 'fok' }],
    [
      'sor_limit_ioc',
      { quote_size: '', base_size: '0.001', limit_price: '10000.00' },
      { type: 'limit', timeInForce: 'ioc' },
    ],
    [
      'stop_limit_stop_limit_gtc',
      { base_size: '0.001', limit_price: '10000.00', stop_price: '20000.00' },
      { type: 'stop-limit', timeInForce: null, stopPrice: '20000' },
    ],
    ['market_market_ioc', { quote_size: '10.00' }, { type: 'market', timeInForce: null, price: null, amount: '0.001' }],
  ])('are read with a configuration as documented: %s %j', (name, fields, expected) => {
    const order = {
      ...recordedOrder,
      product_id: 'BTC-USD',
      status: 'CANCELLED',
      order_configuration: { [name]: fields },
      filled_size: '0.001',
      filled_value: '10',
    };
    const { order: read } = OneOrder.parse({ order });
    expect(toOrder(read, 'BTC/USD')).toMatchObject({
      price: '10000',
      amount: '0.001',
      status: 'canceled',
      ...expected,
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['PENDING', {}, 'open'],
    ['QUEUED', {}, 'open'],
    ['OPEN', {}, 'open'],
    ['EDIT_QUEUED', {}, 'open'],
    ['CANCEL_QUEUED', { filled_size: '4', filled_value: '1.568' }, 'partially-filled'],
    ['OPEN', { filled_size: '10', filled_value: '3.92' }, 'filled'],
    ['FILLED', { filled_size: '10', filled_value: '3.92' }, 'filled'],
    ['FILLED', { filled_size: '4', filled_value: '1.568' }, 'expired'],
    ['CANCELLED', { filled_size: '4', filled_value: '1.568' }, 'canceled'],
    ['EXPIRED', {}, 'expired'],
    ['FAILED', {}, 'rejected'],
  ])('tell an order that is %s with %j as %s', (status, changes, expected) => {
    const order = OrderAnswer.parse({ ...recordedOrder, filled_size: '', filled_value: '', status, ...changes });
    expect(toOrder(order, 'ADA/USDT').status).toBe(expected);
  });

  it('tell times to the millisecond, and nothing that is no time', () => {
    expect(Time.parse('2024-01-15T10:30:00.987654321Z')).toBe(Date.UTC(2024, 0, 15, 10, 30, 0, 987));
    expect(Time.parse('2021-05-31T09:59:59Z')).toBe(Date.UTC(2021, 4, 31, 9, 59, 59));
    for (const text of ['2021-05-31', '2021-05-31T09:59:59+02:00', '2021-13-31T09:59:59Z', '', 'now']) {
      expect(Time.safeParse(text).success).toBe(false);
    }
    expect(
      ServerTime.parse({ iso: '2024-01-15T10:30:00Z', epochSeconds: '1705314600', epochMillis: '1705314600123' }),
    ).toMatchObject({
      epochMillis: 1_705_314_600_123,
    });
    for (const epochMillis of ['1705314600', 1_705_314_600_123, '', 'now']) {
      expect(ServerTime.safeParse({ epochMillis }).success).toBe(false);
    }
  });

  it('name who placed an open order only where it has a name', () => {
    const open = OpenEntry.parse({ ...recordedOrder, status: 'OPEN', filled_size: '' });
    expect(toOpen(open)).toMatchObject({ clientOrderId: recordedOrder.client_order_id, amount: '10', price: null });
    expect(toOpen({ ...open, client_order_id: undefined }).clientOrderId).toBeNull();
  });
});
