import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mirroredExchange } from './mirror/mirrored-exchange.ts';
import { type QuietBook, quietBook } from './quiet-book.ts';

let market: QuietBook;
beforeEach(async () => {
  market = quietBook();
  await market.rest('SELL', '0.05', '50100.00');
  await market.rest('BUY', '0.01', '49900.00');
  await market.rest('BUY', '0.02', '49800.00');
  await market.rest('BUY', '0.05', '49000.00');
});
afterEach(() => market.remove());

const stop = (side: string, quantity: string, stopPrice: string, price: string | null = null) => ({
  side,
  quantity,
  stopPrice,
  ...(price === null ? { type: 'STOP_LOSS' } : { type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', price }),
  newClientOrderId: 'mine',
  newOrderRespType: 'FULL',
});
const reasons = async () => market.practice.reasonsOf(String((await market.get('mine')).body.orderId));

describe('a stop order on the practice exchange', () => {
  it('waits outside the book with its amount held, and trades only once a trade has come to its stop price', async () => {
    const { body } = await market.place(stop('SELL', '0.03', '49850', '49700'));
    expect(body).toMatchObject({ status: 'NEW', type: 'STOP_LOSS_LIMIT', stopPrice: '49850.00000000', fills: [] });
    expect(body.workingTime).toBe(-1);
    expect(await market.balance('BTC')).toEqual({ free: '0.07000000', locked: '0.03000000' });
    expect((await market.ask('GET', '/api/v3/depth', { symbol: 'BTCUSDT' })).body.asks).toHaveLength(1);
    await market.take('SELL', '0.01');
    expect((await market.get('mine')).body).toMatchObject({ isWorking: false, status: 'NEW' });
    expect(await reasons()).toMatchObject({ bookAtArrival: null, trigger: { stopPrice: '49850', atMs: null } });

    await market.take('SELL', '0.005');
    const { body: done } = await market.get('mine');
    // 0.015 were left at 49,800; the limit of 49,700 takes no more, so the rest works in the book.
    expect(done).toMatchObject({ isWorking: true, status: 'PARTIALLY_FILLED', executedQty: '0.01500000' });
    expect(await reasons()).toMatchObject({
      bookAtArrival: { bid: '49800', ask: '50100' },
      trigger: { stopPrice: '49850' },
      fills: [{ price: '49800', amount: '0.015', role: 'taker' }],
    });
    expect((await market.ask('GET', '/api/v3/depth', { symbol: 'BTCUSDT' })).body.asks).toEqual([
      ['49700.00000000', '0.01500000'],
      ['50100.00000000', '0.05000000'],
    ]);
  });

  it('goes once: a price that comes back and falls again sets nothing going a second time', async () => {
    await market.place(stop('SELL', '0.01', '49850', '49700'));
    await market.take('SELL', '0.011');
    expect((await market.get('mine')).body).toMatchObject({ status: 'FILLED', executedQty: '0.01000000' });
    await market.take('BUY', '0.01');
    await market.take('SELL', '0.01');
    expect((await market.get('mine')).body).toMatchObject({ status: 'FILLED', executedQty: '0.01000000' });
    expect(await market.balance('BTC')).toMatchObject({ locked: '0.00000000' });
  });

  it('without a limit takes level after level, whatever they give', async () => {
    await market.place(stop('SELL', '0.06', '49900'));
    await market.take('SELL', '0.001');
    expect((await market.get('mine')).body).toMatchObject({ status: 'FILLED', executedQty: '0.06000000' });
    expect((await reasons())?.fills.map(({ price }) => price)).toEqual(['49900', '49800', '49000']);
  });

  it('to buy goes when the price rises to it, and pays what it costs then, more or less than it held', async () => {
    await market.place(stop('BUY', '0.01', '50100'));
    expect(await market.balance('USDT')).toEqual({ free: '9499.00000000', locked: '501.00000000' });
    await market.rest('SELL', '0.02', '50200.00');
    await market.take('BUY', '0.05');
    expect((await market.get('mine')).body).toMatchObject({ status: 'FILLED', cummulativeQuoteQty: '502.00000000' });
    expect(await market.balance('USDT')).toEqual({ free: '9498.00000000', locked: '0.00000000' });
  });

  it('to buy, that costs more than there is when it goes, expires untraded and gives back what it held', async () => {
    await market.place(stop('BUY', '0.19', '50100'));
    await market.rest('SELL', '0.2', '60000.00');
    await market.take('BUY', '0.05');
    expect((await market.get('mine')).body).toMatchObject({ status: 'EXPIRED', executedQty: '0.00000000' });
    expect(await market.balance('USDT')).toEqual({ free: '10000.00000000', locked: '0.00000000' });
  });

  it('sets others going by its own trades, the oldest first', async () => {
    await market.place({ ...stop('SELL', '0.02', '49900'), newClientOrderId: 'first' });
    await market.place({ ...stop('SELL', '0.02', '49800'), newClientOrderId: 'second' });
    await market.take('SELL', '0.001');
    expect((await market.get('first')).body).toMatchObject({ status: 'FILLED' });
    expect((await market.get('second')).body).toMatchObject({ status: 'FILLED' });
    const { body } = await market.ask('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' });
    expect((body as unknown as { price: string }[]).map(({ price }) => price)).toEqual([
      '49900.00000000',
      '49800.00000000',
      '49800.00000000',
      '49000.00000000',
    ]);
  });

  it('that the last trade has reached already is refused, with nothing changed', async () => {
    await market.take('SELL', '0.001');
    for (const reached of [stop('SELL', '0.01', '49900', '49000'), stop('BUY', '0.01', '49900')]) {
      expect(await market.place(reached)).toMatchObject({
        status: 400,
        body: { code: -2010, msg: 'Stop price would trigger immediately.' },
      });
    }
    expect(await market.balance('BTC')).toEqual({ free: '0.10000000', locked: '0.00000000' });
    expect((await market.ask('GET', '/api/v3/openOrders')).body).toEqual([]);
  });

  it('can be cancelled while it waits, and never goes after that', async () => {
    await market.place(stop('BUY', '0.01', '50100'));
    const cancel = { symbol: 'BTCUSDT', origClientOrderId: 'mine' };
    expect((await market.ask('DELETE', '/api/v3/order', cancel)).body).toMatchObject({ status: 'CANCELED' });
    await market.take('BUY', '0.01');
    expect((await market.get('mine')).body).toMatchObject({ status: 'CANCELED', executedQty: '0.00000000' });
    expect(await market.balance('USDT')).toEqual({ free: '10000.00000000', locked: '0.00000000' });
  });

  it('waits on after a restart, and works on after one where it was set going before', async () => {
    await market.place({ ...stop('SELL', '0.02', '49850', '49850'), newClientOrderId: 'works' });
    await market.take('SELL', '0.011');
    await market.place({ ...stop('SELL', '0.02', '48000'), newClientOrderId: 'waits' });
    market.practice.close();
    const again = market.reopen();
    const get = (origClientOrderId: string) =>
      again.ask('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId });
    expect((await get('works')).body).toMatchObject({ isWorking: true, status: 'NEW' });
    expect((await get('waits')).body).toMatchObject({ isWorking: false, stopPrice: '48000.00000000' });
    // Nobody else's orders are kept; of the person's only the one that was set going is in the book.
    const { body: book } = await again.ask('GET', '/api/v3/depth', { symbol: 'BTCUSDT' });
    expect(book).toMatchObject({ bids: [], asks: [['49850.00000000', '0.02000000']] });
    const { body } = await again.ask('GET', '/api/v3/account');
    expect(body.balances).toContainEqual({ asset: 'BTC', free: '0.06000000', locked: '0.04000000' });
    market = { ...market, ...again };
  });

  it.each([
    ['without a stop price', { ...stop('SELL', '0.01', '49000', '48000'), stopPrice: '' }, -1102],
    ['without a price', { ...stop('SELL', '0.01', '49000', '48000'), price: '' }, -1102],
    ['without a time in force', { ...stop('SELL', '0.01', '49000', '48000'), timeInForce: '' }, -1102],
    ['between two ticks', stop('SELL', '0.01', '49000.001', '48000'), -1013],
    ['at a stop price of zero', stop('SELL', '0.01', '0', '48000'), -1013],
    ['that trails', { ...stop('SELL', '0.01', '49000', '48000'), trailingDelta: '100' }, -1106],
    ['of an amount in quote', { ...stop('SELL', '0.01', '49000'), quoteOrderQty: '100' }, -1106],
    ['with a price where it takes none', { ...stop('SELL', '0.01', '49000'), price: '48000' }, -1106],
    ['for more than there is', stop('SELL', '0.11', '49000'), -2010],
  ])('%s is refused', async (_title, parameters, code) => {
    const given = Object.entries(parameters).filter(([name, value]) => value !== '' || name === 'stopPrice');
    expect(await market.place(Object.fromEntries(given))).toMatchObject({ status: 400, body: { code } });
    expect(await market.balance('BTC')).toEqual({ free: '0.10000000', locked: '0.00000000' });
  });
});

describe('a stop order in a mirrored market', () => {
  it('is set going by a trade that was printed there, and is reached by no print while it waits', () => {
    const mirror = mirroredExchange();
    mirror.show([[9_900, 50]], [[10_100, 50]]);
    const waiting = mirror.placeStop('sell', 10, 9_500, 9_000);
    mirror.prints(['buy', 10_100, 5]);
    mirror.prints(['buy', 9_600, 5]);
    expect(waiting).toMatchObject({ filledLots: 0n, triggeredAtMs: null });
    mirror.prints(['sell', 9_500, 5]);
    expect(waiting).toMatchObject({ status: 'FILLED', filledLots: 10n });
    expect(mirror.fills.map(({ ticks }) => ticks)).toEqual([9_900n]);
  });

  it('that puts an end to an order which the same print reaches next leaves that one untraded', () => {
    const mirror = mirroredExchange();
    mirror.show([], [[10_100, 50]]);
    const resting = mirror.place('buy', 10, 9_000);
    mirror.place('buy', 1, 9_500);
    mirror.prints();
    mirror.prints();
    mirror.show([[8_000, 50]], [[10_100, 50]]);
    const stopped = mirror.placeStop('sell', 10, 9_500, null);
    mirror.prints(['sell', 8_500, 20]);
    expect(stopped?.triggeredAtMs).not.toBeNull();
    expect(resting).toMatchObject({ status: 'EXPIRED_IN_MATCH', filledLots: 0n });
  });
});
