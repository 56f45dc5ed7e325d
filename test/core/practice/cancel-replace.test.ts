import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QuietBook, quietBook } from './quiet-book.ts';

let market: QuietBook;
beforeEach(async () => {
  market = quietBook();
  await market.rest('SELL', '0.01', '50000.00');
  await market.place({ ...limit('45000'), newClientOrderId: 'old' });
});
afterEach(() => market.remove());

function limit(price: string) {
  return { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price, newClientOrderId: 'new' };
}
const replace = (parameters: Record<string, string>) =>
  market.ask('POST', '/api/v3/order/cancelReplace', {
    symbol: 'BTCUSDT',
    cancelReplaceMode: 'STOP_ON_FAILURE',
    cancelOrigClientOrderId: 'old',
    ...parameters,
  });
const statusOf = async (clientOrderId: string) => {
  const { body } = await market.get(clientOrderId);
  return body.status ?? body.code;
};

describe('replacing an order', () => {
  it('cancels one and places the other, which may use what the first had held', async () => {
    const { status, body } = await replace(limit('46000'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      cancelResult: 'SUCCESS',
      newOrderResult: 'SUCCESS',
      cancelResponse: { origClientOrderId: 'old', status: 'CANCELED' },
      newOrderResponse: { clientOrderId: 'new', status: 'NEW', price: '46000.00000000', fills: [] },
    });
    expect(await statusOf('old')).toBe('CANCELED');
    expect(await market.balance('USDT')).toEqual({ free: '5400.00000000', locked: '4600.00000000' });
  });

  it('under the same client id is no duplicate, for the first is gone by then', async () => {
    const { body } = await replace({ ...limit('46000'), newClientOrderId: 'old' });
    expect(body).toMatchObject({ newOrderResult: 'SUCCESS' });
    expect((await market.get('old')).body).toMatchObject({ price: '46000.00000000', status: 'NEW' });
  });

  it('with a new order that the filters refuse cancels nothing', async () => {
    expect(await replace(limit('46000.001'))).toEqual({
      status: 400,
      body: { code: -1013, msg: 'Filter failure: PRICE_FILTER' },
    });
    expect(await statusOf('old')).toBe('NEW');
  });

  it('stops when there is nothing to cancel', async () => {
    expect(await replace({ ...limit('46000'), cancelOrigClientOrderId: 'nobody' })).toEqual({
      status: 400,
      body: {
        code: -2022,
        msg: 'Order cancel-replace failed.',
        data: {
          cancelResult: 'FAILURE',
          newOrderResult: 'NOT_ATTEMPTED',
          cancelResponse: { code: -2011, msg: 'Unknown order sent.' },
          newOrderResponse: null,
        },
      },
    });
    expect(await statusOf('new')).toBe(-2013);
    expect(await statusOf('old')).toBe('NEW');
  });

  it('goes on when told to, and says with 409 which half was done', async () => {
    const order = { ...limit('46000'), cancelOrigClientOrderId: 'nobody', cancelReplaceMode: 'ALLOW_FAILURE' };
    expect(await replace(order)).toMatchObject({
      status: 409,
      body: { code: -2021, data: { cancelResult: 'FAILURE', newOrderResult: 'SUCCESS' } },
    });
    expect(await statusOf('new')).toBe('NEW');
  });

  it('that cancels and then may not take leaves the person without either, and says so', async () => {
    const { timeInForce: _none, ...order } = limit('50000');
    expect(await replace({ ...order, type: 'LIMIT_MAKER' })).toMatchObject({
      status: 409,
      body: {
        code: -2021,
        data: {
          cancelResult: 'SUCCESS',
          newOrderResult: 'FAILURE',
          newOrderResponse: { code: -2010, msg: 'Order would immediately match and take.' },
        },
      },
    });
    expect(await statusOf('old')).toBe('CANCELED');
    expect(await statusOf('new')).toBe(-2013);
    expect(await market.balance('USDT')).toEqual({ free: '10000.00000000', locked: '0.00000000' });
  });

  it('fails whole where neither half can be done', async () => {
    const order = { ...limit('200000'), cancelOrigClientOrderId: 'nobody', cancelReplaceMode: 'ALLOW_FAILURE' };
    expect(await replace(order)).toMatchObject({
      status: 400,
      body: { code: -2022, data: { cancelResult: 'FAILURE', newOrderResult: 'FAILURE' } },
    });
  });

  it.each([
    ['no mode', { cancelReplaceMode: '' }, -1102],
    ['an unknown mode', { cancelReplaceMode: 'MAYBE' }, -1130],
    ['nothing named to cancel', { cancelOrigClientOrderId: '' }, -2022],
    ['only an order without fills, and it is one', { cancelRestrictions: 'ONLY_PARTIALLY_FILLED' }, -2022],
  ])('is refused with %s', async (_title, parameters, code) => {
    expect(await replace({ ...limit('46000'), ...parameters })).toMatchObject({ body: { code } });
    expect(await statusOf('old')).toBe('NEW');
  });
});
