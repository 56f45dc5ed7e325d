import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { add, decimal, multiply, zero } from '../../../../core/domain/money.ts';
import { practiceMarkets } from '../../../../core/practice/market-spec.ts';
import { api, insist, type Served, served } from './served.ts';

const btc = practiceMarkets[0] as (typeof practiceMarkets)[number];
const market = { type: 'market', price: null, timeInForce: null } as const;

describe('fills and balances of Coinbase', () => {
  let one: Served;
  beforeEach(async () => {
    one = await served();
    one.server.forget();
  });
  afterEach(async () => {
    expect(one.server.problems()).toEqual([]);
    expect(one.internet.strays).toEqual([]);
    await one.close();
  });

  it('tells every fill with the fee in quote units, page by page, oldest first', async () => {
    one.exchange.pageSize = 2;
    for (const ticks of [2_000_050n, 2_000_060n, 2_000_070n, 2_000_080n])
      one.exchange.book.engine.quote(btc, 'sell', ticks, 100n);
    const order = insist(await one.submit({ amount: decimal('0.005'), price: decimal('20001') }));
    const fills = insist(await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId));
    expect(fills.map(({ price }) => price)).toEqual(['20000.5', '20000.6', '20000.7', '20000.8', '20001']);
    expect(fills.map(({ role }) => role)).toEqual(Array(5).fill('taker'));
    expect(fills[0]).toMatchObject({ amount: '0.001', fee: { amount: '0.240006', asset: 'USD' } });
    expect(fills.reduce((sum, { amount, price }) => add(sum, multiply(amount, price)), zero)).toBe(
      order.cumulativeQuote,
    );
    expect(one.server.count('GET', `${api}/orders/historical/fills`)).toBe(3);
    expect(
      insist(await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId)).map(({ tradeId }) => tradeId),
    ).toEqual(fills.map(({ tradeId }) => tradeId));
  });

  it('makes base amounts of fills whose size is told in quote units, and checks their sum against the order', async () => {
    one.exchange.book.engine.quote(btc, 'sell', 1_999_999n, 100n);
    const order = insist(await one.submit({ ...market, amount: null, quoteAmount: decimal('50') }));
    const fills = insist(await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId));
    expect(fills.map(({ amount, price }) => [amount, price])).toEqual([
      ['0.001', '19999.99'],
      ['0.00149', '20001'],
    ]);
    expect(order).toMatchObject({ amount: '0.00249', filled: '0.00249', type: 'market', price: null });
    const body = { fills: [{ ...(await fillOf(order.venueOrderId)), size: '49.99', size_in_quote: true }], cursor: '' };
    one.server.faults.meet([{ status: 200, body }], ({ path }) => path.endsWith('/fills'));
    expect(await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId)).toMatchObject({
      error: { code: 'venue-answer-malformed', what: 'fills' },
    });
  });

  async function fillOf(venueOrderId: string): Promise<Record<string, unknown>> {
    const kept = one.exchange.book.orders.get(venueOrderId)?.fills[0];
    return {
      entry_id: kept?.entryId,
      trade_id: kept?.tradeId,
      order_id: venueOrderId,
      product_id: 'BTC-USD',
      trade_time: '2026-01-01T00:00:00.000Z',
      trade_type: 'FILL',
      side: 'BUY',
      price: '19999.99',
      commission: '0.1',
      liquidity_indicator: 'TAKER',
    };
  }

  it.each([
    [
      'takes a role that it does not know for the dearer one',
      { size: '0.002', liquidity_indicator: 'UNKNOWN_LIQUIDITY_INDICATOR' },
      true,
    ],
    ['does not believe a reversed trade', { size: '0.002', trade_type: 'REVERSAL' }, false],
    ['does not believe a fill of another order', { size: '0.002', order_id: '1' }, false],
    ['does not believe a fill of another product', { size: '0.002', product_id: 'BTC-USDC' }, false],
    ['does not believe a size that is a number', { size: 0.002 }, false],
    ['does not believe a fee below nothing', { size: '0.002', commission: '-1' }, false],
  ])('%s', async (_name, changes, isBelieved) => {
    const order = insist(await one.submit());
    const fill = {
      ...(await fillOf(order.venueOrderId)),
      entry_id: 'e',
      trade_id: 't',
      size_in_quote: false,
      ...changes,
    };
    one.server.faults.meet([{ status: 200, body: { fills: [fill], cursor: '' } }]);
    const answer = await one.connection.inspector.fillsOf('BTC/USD', order.venueOrderId);
    if (isBelieved) expect(insist(answer)).toMatchObject([{ role: 'taker', amount: '0.002' }]);
    else expect(answer).toMatchObject({ error: { code: 'venue-answer-malformed' } });
  });

  it('tells balances over all pages, free and held, and never another currency twice', async () => {
    one.exchange.pageSize = 1;
    insist(await one.submit());
    expect(insist(await one.connection.inspector.balances()).find(({ asset }) => asset === 'USD')).toEqual({
      asset: 'USD',
      free: '99970',
      held: '30',
      total: '100000',
    });
    expect(one.server.count('GET', `${api}/accounts`)).toBe(3);
    const account = (uuid: string, type = 'ACCOUNT_TYPE_CRYPTO', currency = 'BTC') => ({
      uuid,
      currency,
      available_balance: { value: '1', currency },
      hold: { value: '0', currency },
      type,
    });
    const meet = (accounts: unknown[]) =>
      one.server.faults.meet([{ status: 200, body: { accounts, has_next: false, cursor: '' } }]);
    meet([account('a'), account('b', 'ACCOUNT_TYPE_VAULT')]);
    expect(insist(await one.connection.inspector.balances())).toHaveLength(1);
    for (const accounts of [
      [account('a'), account('b')],
      [],
      [{ ...account('a'), hold: { value: '0', currency: 'ETH' } }],
    ]) {
      meet(accounts);
      expect(await one.connection.inspector.balances()).toMatchObject({ error: { code: 'venue-answer-malformed' } });
    }
  });
});
