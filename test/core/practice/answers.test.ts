import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QuietBook, quietBook } from './quiet-book.ts';
import type { Answer } from './temporary-practice.ts';

let market: QuietBook;
beforeEach(async () => {
  market = quietBook();
  await market.rest('SELL', '0.01', '50000.00');
});
afterEach(() => market.remove());

const fieldsOf = (body: unknown): string[] => Object.keys(body as object).sort();
const first = ({ body }: Answer): unknown => (body as unknown as unknown[])[0];

/** From the examples of Binance's own documentation of its trading endpoints. */
const amounts = [
  'price',
  'origQty',
  'executedQty',
  'origQuoteOrderQty',
  'cummulativeQuoteQty',
  'status',
  'timeInForce',
  'type',
  'side',
  'selfTradePreventionMode',
];
const named = ['symbol', 'orderId', 'orderListId', 'clientOrderId'];
const ack = [...named, 'transactTime'];
const result = [...ack, ...amounts, 'workingTime'];
const order = [...named, ...amounts, 'stopPrice', 'icebergQty', 'time', 'updateTime', 'isWorking', 'workingTime'];
const fill = ['price', 'qty', 'commission', 'commissionAsset', 'tradeId'];
const trade = [
  ...['symbol', 'id', 'orderId', 'orderListId', 'price', 'qty', 'quoteQty', 'commission', 'commissionAsset', 'time'],
  ...['isBuyer', 'isMaker', 'isBestMatch'],
];

const buy = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.005', price: '50000' };

describe("the answers have exactly Binance's fields", () => {
  it('to a placed order, as much as was asked for', async () => {
    const full = await market.place(buy);
    expect(fieldsOf(full.body)).toEqual([...result, 'fills'].sort());
    expect(fieldsOf((full.body.fills as unknown[])[0])).toEqual([...fill].sort());
    expect(fieldsOf((await market.place({ ...buy, newOrderRespType: 'RESULT' })).body)).toEqual([...result].sort());
    const maker = { side: 'BUY', type: 'LIMIT_MAKER', quantity: '0.005', price: '40000' };
    expect(fieldsOf((await market.place(maker)).body)).toEqual([...ack].sort());
    expect(fieldsOf((await market.place({ ...maker, newOrderRespType: 'FULL' })).body)).toEqual(
      [...result, 'fills'].sort(),
    );
  });

  it('to a question for orders, and to their cancelling', async () => {
    await market.place({ ...buy, price: '40000', newClientOrderId: 'mine' });
    expect(fieldsOf((await market.get('mine')).body)).toEqual([...order].sort());
    expect(fieldsOf(first(await market.ask('GET', '/api/v3/openOrders')))).toEqual([...order].sort());
    expect(fieldsOf(first(await market.ask('GET', '/api/v3/allOrders', { symbol: 'BTCUSDT' })))).toEqual(
      [...order].sort(),
    );
    const canceled = await market.ask('DELETE', '/api/v3/order', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'mine',
      newClientOrderId: 'the-cancel',
    });
    expect(fieldsOf(canceled.body)).toEqual([...ack, ...amounts, 'origClientOrderId'].sort());
    expect(canceled.body).toMatchObject({ clientOrderId: 'the-cancel', origClientOrderId: 'mine' });
  });

  it('to a question for trades, the newest unless told where to begin', async () => {
    for (const quantity of ['0.001', '0.002', '0.003']) await market.place({ ...buy, quantity });
    const trades = async (parameters: Record<string, string>) => {
      const { body } = await market.ask('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT', ...parameters });
      return body as unknown as { id: number; qty: string }[];
    };
    const all = await trades({});
    expect(fieldsOf(all[0])).toEqual([...trade].sort());
    expect(all.map(({ qty }) => qty)).toEqual(['0.00100000', '0.00200000', '0.00300000']);
    expect((await trades({ limit: '2' })).map(({ qty }) => qty)).toEqual(['0.00200000', '0.00300000']);
    expect((await trades({ limit: '2', fromId: '0' })).map(({ qty }) => qty)).toEqual(['0.00100000', '0.00200000']);
    expect(await trades({ startTime: String(market.clock.nowMs() + 1) })).toEqual([]);
    expect(await trades({ endTime: String(market.clock.nowMs()) })).toHaveLength(3);
  });

  it('and name an order only once where both its names are given', async () => {
    const { body } = await market.place({ ...buy, price: '40000', newClientOrderId: 'mine' });
    await market.place({ ...buy, price: '40000', newClientOrderId: 'other' });
    const cancel = (origClientOrderId: string) =>
      market.ask('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(body.orderId), origClientOrderId });
    expect(await cancel('other')).toMatchObject({ status: 400, body: { code: -2011 } });
    expect(await cancel('mine')).toMatchObject({ status: 200, body: { origClientOrderId: 'mine' } });
  });
});

describe('why an order filled as it did', () => {
  it('is kept: the book at its arrival, the levels it took, and the fee on each with its rate', async () => {
    await market.rest('SELL', '0.02', '50100.00');
    const { body } = await market.place({ ...buy, price: '50100', quantity: '0.015' });
    const expected = {
      bookAtArrival: { bid: null, ask: '50000' },
      latencyMs: 0,
      fills: [
        { price: '50000', amount: '0.01', role: 'taker', fee: '0.00001', feeAsset: 'BTC', feeRate: '0.001' },
        { price: '50100', amount: '0.005', role: 'taker', fee: '0.000005', feeAsset: 'BTC', feeRate: '0.001' },
      ],
    };
    expect(market.practice.reasonsOf(String(body.orderId))).toMatchObject(expected);
    market.practice.close();
    const again = market.reopen();
    expect(again.practice.reasonsOf(String(body.orderId))).toMatchObject(expected);
    expect(again.practice.reasonsOf('999999')).toBeNull();
    expect(again.practice.reasonsOf('1; DROP TABLE orders')).toBeNull();
    market = { ...market, remove: again.remove };
  });

  it('says for a resting order that it was the maker', async () => {
    const { body } = await market.place({ ...buy, price: '45000' });
    await market.take('SELL', '0.005');
    expect(market.practice.reasonsOf(String(body.orderId))).toMatchObject({
      bookAtArrival: { bid: null, ask: '50000' },
      fills: [{ price: '45000', amount: '0.005', role: 'maker', fee: '0.000005', feeAsset: 'BTC' }],
    });
  });
});
