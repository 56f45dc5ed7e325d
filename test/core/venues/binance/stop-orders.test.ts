import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../../core/domain/intent.ts';
import { decimal } from '../../../../core/domain/money.ts';
import { sweepOpenOrders } from '../../../../core/venues/sweep.ts';
import { type OpenedBinance, openBinanceServer } from '../open-binance-server.ts';
import { openScripted, placed } from '../scripted-venue.ts';

let opened: OpenedBinance;
beforeAll(async () => {
  opened = await openBinanceServer(1_500);
  await opened.server.other('SELL', '1', '50100.00');
  await opened.server.other('BUY', '1', '49900.00');
  await opened.server.other('SELL', '0.001', null);
});
afterEach(async () => {
  opened.server.faults.clear();
  await sweepOpenOrders(opened.connection.canceller);
  opened.server.forget();
});
afterAll(() => opened.close());

const stopLimit: Partial<OrderIntent> = {
  side: 'sell',
  type: 'stop-limit',
  stopPrice: decimal('49000'),
  price: decimal('48900'),
  timeInForce: null,
};
const stopMarket: Partial<OrderIntent> = { ...stopLimit, type: 'stop-market', price: null };
const sent = () => {
  const request = opened.server.requests().find(({ method }) => method === 'POST');
  return Object.fromEntries(new URLSearchParams(request?.body));
};

describe('a stop order on Binance', () => {
  it('is offered by each market as exchangeInfo says', () => {
    const { markets } = opened.connection;
    expect(markets.find(({ symbol }) => symbol === 'BTC/USDT')?.orderTypes).toEqual([
      'limit',
      'limit-maker',
      'market',
      'stop-limit',
      'stop-market',
    ]);
  });

  it('is sent with its stop price and nothing that would move it, and believed as it is repeated', async () => {
    expect(await opened.submit({ ...stopLimit, clientOrderId: 'stop-1' })).toMatchObject({
      value: { status: 'open', type: 'stop-limit', stopPrice: '49000', price: '48900', timeInForce: null, fills: [] },
    });
    const { signature: _, timestamp: __, recvWindow: ___, ...own } = sent();
    expect(own).toEqual({
      symbol: 'BTCUSDT',
      side: 'SELL',
      type: 'STOP_LOSS_LIMIT',
      quantity: '0.002',
      price: '48900',
      stopPrice: '49000',
      timeInForce: 'GTC',
      newClientOrderId: 'stop-1',
      newOrderRespType: 'FULL',
    });
    const { inspector } = opened.connection;
    expect(await inspector.openOrders()).toMatchObject({
      value: [{ clientOrderId: 'stop-1', type: 'STOP_LOSS_LIMIT', stopPrice: '49000', price: '48900' }],
    });
    expect(await inspector.orderByClientId('BTC/USDT', 'stop-1')).toMatchObject({
      value: { type: 'stop-limit', stopPrice: '49000', price: '48900', status: 'open' },
    });
  });

  it('without a limit is sent without a price and without a time', async () => {
    expect(await opened.submit({ ...stopMarket, clientOrderId: 'stop-2' })).toMatchObject({
      value: { status: 'open', type: 'stop-market', stopPrice: '49000', price: null, timeInForce: null },
    });
    const { price, timeInForce, type } = sent();
    expect([price, timeInForce, type]).toEqual([undefined, undefined, 'STOP_LOSS']);
  });

  it('that Binance says would go at once was not taken', async () => {
    expect(await opened.submit({ ...stopLimit, stopPrice: decimal('49900'), clientOrderId: 'stop-3' })).toMatchObject({
      error: { code: 'venue-rejected', venueCode: '-2010', reason: 'Stop price would trigger immediately.' },
    });
  });

  it('whose answer is lost is of unknown outcome, and found by its client id with its stop price', async () => {
    opened.server.faults.meet(['hang after'], ({ method }) => method === 'POST');
    const answer = await opened.submit({ ...stopLimit, clientOrderId: 'stop-4' });
    expect(answer).toMatchObject({ error: { code: 'outcome-unknown', clientOrderId: 'stop-4' } });
    opened.server.faults.clear();
    expect(await opened.connection.inspector.orderByClientId('BTC/USDT', 'stop-4')).toMatchObject({
      value: { type: 'stop-limit', stopPrice: '49000', status: 'open' },
    });
  });

  it.each<[string, Partial<OrderIntent>, string]>([
    ['off its ticks', { ...stopLimit, stopPrice: decimal('49000.001') }, 'stopPrice'],
    ['that has none', { ...stopLimit, stopPrice: null }, 'stopPrice'],
    ['of a limit order', { stopPrice: decimal('49000') }, 'stopPrice'],
    ['with a price where none belongs', { ...stopLimit, type: 'stop-market' }, 'price'],
    ['with a time in force', { ...stopLimit, timeInForce: 'gtc' }, 'timeInForce'],
  ])('with a stop price %s never leaves', async (_title, changes, path) => {
    expect(await opened.submit(changes)).toMatchObject({ error: { code: 'invalid-input', issues: [{ path }] } });
    expect(opened.server.requests().filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('the answer to a stop order', () => {
  const answered = async (changes: Record<string, unknown>) => {
    const { submit, venue } = await openScripted();
    venue.on('POST /api/v3/order', (order) => placed(order, changes));
    return submit(stopLimit);
  };

  it('that repeats it is believed, also where the next trade has set it going already', async () => {
    expect(await answered({ stopPrice: '49000.00000000' })).toMatchObject({ value: { status: 'open' } });
    const fills = [{ price: '48950', qty: '0.002', commission: '0', commissionAsset: 'BNB', tradeId: 9 }];
    const filled = { status: 'FILLED', executedQty: '0.002', cummulativeQuoteQty: '97.9', fills };
    expect(await answered({ stopPrice: '49000', ...filled })).toMatchObject({ value: { status: 'filled' } });
  });

  it.each<[string, Record<string, unknown>]>([
    ['another stop price', { stopPrice: '49000.01' }],
    ['none', { stopPrice: '0.00000000' }],
    ['no word of it', {}],
    ['another kind', { stopPrice: '49000', type: 'LIMIT' }],
    ['a stop that takes profit', { stopPrice: '49000', type: 'TAKE_PROFIT_LIMIT' }],
    [
      'a fill below its limit',
      {
        stopPrice: '49000',
        status: 'FILLED',
        executedQty: '0.002',
        cummulativeQuoteQty: '97',
        fills: [{ price: '48500', qty: '0.002', commission: '0', commissionAsset: 'BNB', tradeId: 9 }],
      },
    ],
  ])('that repeats it with %s is not believed', async (_title, changes) => {
    expect(await answered(changes)).toMatchObject({ error: { code: 'outcome-unknown' } });
  });
});
