import { describe, expect, it } from 'vitest';
import {
  Added,
  BalanceEx,
  Cancelled,
  ClosedOrders,
  Depth,
  OpenOrders,
  QueriedOrders,
  ServerTime,
  Switched,
  SystemStatus,
  Trades,
  TradeVolume,
} from '../../../../core/venues/kraken/kraken-answers.ts';
import { toFills, toOpen, toOrder } from '../../../../core/venues/kraken/kraken-map.ts';
import { namedPairs, toMarkets } from '../../../../core/venues/kraken/kraken-markets.ts';
import { createKrakenNames, ourAsset } from '../../../../core/venues/kraken/kraken-names.ts';

/** An order as Kraken documents it. https://docs.kraken.com/api-reference/account-data/get-open-orders */
const openOrder = {
  refid: 'None',
  userref: 0,
  status: 'open',
  opentm: 1688666559.8974,
  starttm: 0,
  expiretm: 0,
  descr: {
    pair: 'XBTUSD',
    type: 'buy',
    ordertype: 'limit',
    price: '30010.0',
    price2: '0',
    leverage: 'none',
    order: 'buy 1.25000000 XBTUSD @ limit 30010.0',
    close: '',
  },
  vol: '1.25000000',
  vol_exec: '0.37500000',
  cost: '11253.7',
  fee: '0.00000',
  price: '30010.0',
  stopprice: '0.00000',
  limitprice: '0.00000',
  misc: '',
  oflags: 'fciq',
  trades: ['TCCCTY-WE2O6-P3NB37'],
};
const stopOrder = {
  ...openOrder,
  descr: { ...openOrder.descr, ordertype: 'stop-loss-limit', price: '27500.0', price2: '27400.0' },
  vol_exec: '0.00000000',
  cost: '0.00000',
  price: '0.00000',
  trigger: 'index',
};
const result = <T>(of: T) => ({ error: [], result: of });
const infoOf = (order: object) => {
  const info = QueriedOrders.parse(result({ 'OQCLML-BW3P3-BUCMWZ': order })).result['OQCLML-BW3P3-BUCMWZ'];
  if (info === undefined) throw new Error('no order');
  return info;
};

describe("Kraken's documented answers", () => {
  it('are taken as they stand', () => {
    const documented = [
      [ServerTime, { unixtime: 1688669448, rfc1123: 'Thu, 06 Jul 23 18:50:48 +0000' }],
      [SystemStatus, { status: 'online', timestamp: '2023-07-06T18:52:00Z' }],
      [
        Depth,
        {
          XXBTZUSD: {
            asks: [
              ['30384.10000', '2.059', 1688671659],
              ['30387.90000', '1.500', 1688671380],
            ],
            bids: [
              ['30297.00000', '1.115', 1688671636],
              ['30296.70000', '2.002', 1688671674],
            ],
          },
        },
      ],
      [
        TradeVolume,
        {
          currency: 'ZUSD',
          volume: '200709587.4223',
          fees: {
            XXBTZUSD: {
              fee: '0.1000',
              minfee: '0.1000',
              maxfee: '0.2600',
              nextfee: null,
              nextvolume: null,
              tiervolume: '10000000.0000',
            },
          },
          fees_maker: {
            XXBTZUSD: {
              fee: '0.0000',
              minfee: '0.0000',
              maxfee: '0.1600',
              nextfee: null,
              nextvolume: null,
              tiervolume: '10000000.0000',
            },
          },
        },
      ],
      [
        Added,
        {
          descr: { order: 'buy 2.12340000 XBTUSD @ limit 25000.1 with 2:1 leverage', close: '' },
          txid: ['OUF4EM-FRGI2-MQMWZD'],
        },
      ],
      [Cancelled, { count: 1, pending: false }],
      [Switched, { currentTime: '2021-03-24T17:41:56Z', triggerTime: '2021-03-24T17:42:56Z' }],
      [OpenOrders, { open: { 'OQCLML-BW3P3-BUCMWZ': openOrder } }],
      [
        ClosedOrders,
        {
          closed: {
            'O37652-RJWRT-IMO74O': {
              ...stopOrder,
              status: 'canceled',
              reason: 'User requested',
              closetm: 1688148610.0482,
            },
          },
          count: 1,
        },
      ],
    ] as const;
    for (const [shape, answer] of documented) expect(shape.safeParse(result(answer)).error).toBeUndefined();
  });

  it('of trades become fills with exact amounts and milliseconds', () => {
    const trades = Trades.parse(
      result({
        'THVRQM-33VKH-UCI7BS': {
          ordertxid: 'OQCLML-BW3P3-BUCMWZ',
          postxid: 'TKH2SE-M7IF5-CFI7LT',
          pair: 'XXBTZUSD',
          time: 1688667796.8802,
          type: 'buy',
          ordertype: 'limit',
          price: '30010.00000',
          cost: '600.20000',
          fee: '0.00000',
          vol: '0.02000000',
          margin: '0.00000',
          misc: '',
          trade_id: 93748276,
          maker: true,
        },
      }),
    );
    expect(toFills(trades.result, 'BTC/USD')).toEqual([
      {
        tradeId: 'THVRQM-33VKH-UCI7BS',
        venueOrderId: 'OQCLML-BW3P3-BUCMWZ',
        price: '30010',
        amount: '0.02',
        cost: '600.2',
        fee: { amount: '0', asset: 'USD' },
        role: 'maker',
        atMs: 1688667796880,
      },
    ]);
  });

  it('of orders become orders, and stop orders keep trigger and limit apart', () => {
    expect(toOrder('OQCLML-BW3P3-BUCMWZ', infoOf(openOrder), 'BTC/USD', 'pc-1', null)).toMatchObject({
      status: 'partially-filled',
      amount: '1.25',
      filled: '0.375',
      price: '30010',
      averagePrice: '30010',
      cumulativeQuote: '11253.7',
      updatedAtMs: 1688666559897,
    });
    expect(toOpen('OQCLML-BW3P3-BUCMWZ', infoOf(stopOrder), 'BTC/USD')).toMatchObject({
      type: 'stop-loss-limit',
      price: '27400',
      stopPrice: '27500',
      clientOrderId: null,
    });
    const trailing = {
      ...stopOrder,
      descr: { ...stopOrder.descr, ordertype: 'trailing-stop', price: '+50.0000%', price2: '0' },
      stopprice: '0.23424000',
    };
    expect(toOpen('OQCLML-BW3P3-BUCMWZ', infoOf(trailing), 'XRP/EUR')).toMatchObject({
      type: 'trailing-stop',
      price: null,
      stopPrice: '0.23424',
    });
    // ccxt hands times of many digits on as text.
    expect(infoOf({ ...openOrder, opentm: '1706893367.4656649' }).opentm).toBe(1706893367465);
  });

  it.each([
    ['an amount that is a number', { vol: 1.25 }],
    ['more done than asked for', { vol_exec: '1.5' }],
    ['a status nobody knows', { status: 'resting' }],
    ['no status', { status: undefined }],
    ['an amount below zero', { vol: '-1' }],
    ['an exponent', { cost: '1e3' }],
    ['no market', { descr: { ...openOrder.descr, pair: undefined } }],
  ])('are not believed with %s', (_what, changes) => {
    expect(
      OpenOrders.safeParse(result({ open: { 'OQCLML-BW3P3-BUCMWZ': { ...openOrder, ...changes } } })).success,
    ).toBe(false);
  });

  it('without their list are no empty list', () => {
    for (const answer of [{}, [], null, '<html>', { error: [] }, { error: [], result: {} }, { result: { open: {} } }]) {
      expect(OpenOrders.safeParse(answer).success).toBe(false);
    }
    expect(BalanceEx.safeParse({ error: [] }).success).toBe(false);
    expect(BalanceEx.safeParse(result({ ZUSD: { balance: 25435.21, hold_trade: '0' } })).success).toBe(false);
  });
});

describe("Kraken's names", () => {
  const entry = (altname: string, wsname: string, base: string, quote: string, changes: object = {}) => ({
    altname,
    wsname,
    base,
    quote,
    aclass_base: 'currency',
    aclass_quote: 'currency',
    status: 'online',
    pair_decimals: 1,
    lot_decimals: 8,
    ordermin: '0.0001',
    costmin: '0.5',
    tick_size: '0.1',
    fees: [
      [0, 0.26],
      [50000, 0.24],
    ],
    fees_maker: [
      [0, 0.16],
      [50000, 0.14],
    ],
    ...changes,
  });
  const pairs = {
    XXBTZUSD: entry('XBTUSD', 'XBT/USD', 'XXBT', 'ZUSD'),
    XXDGXXBT: entry('XDGXBT', 'XDG/XBT', 'XXDG', 'XXBT'),
    XETCXETH: entry('ETCETH', 'ETC/ETH', 'XETC', 'XETH', { status: 'cancel_only' }),
    'XBTUSD.d': { altname: 'XBTUSD.d', base: 'XXBT', quote: 'ZUSD' },
    AAPLxUSD: entry('AAPLxUSD', 'AAPLx/USD', 'AAPLx', 'ZUSD', { aclass_base: 'tokenized_asset' }),
    TWICE1: entry('TWICE1', 'TW/USD', 'TW', 'ZUSD'),
    TWICE2: entry('TWICE2', 'TW/USD', 'TW', 'ZUSD'),
  };

  it('become ours, and lead back to one market each', () => {
    const names = createKrakenNames();
    names.learnPairs(namedPairs(pairs));
    expect(names.pair('BTC/USD')).toMatchObject({ id: 'XXBTZUSD', altname: 'XBTUSD' });
    expect(names.symbolOf('XDGXBT')).toBe('DOGE/BTC');
    expect(names.symbolOf('XETCXETH')).toBe('ETC/ETH');
    expect(names.pair('TW/USD')).toBeNull();
    expect(['XXBT', 'ZUSD', 'XXDG', 'XBT.F', 'ETH2.S', 'USD.HOLD'].map((name) => names.assetOf(name))).toEqual([
      'BTC',
      'USD',
      'DOGE',
      'BTC.F',
      'ETH2.S',
      'USD.HOLD',
    ]);
    expect(names.assetOf('XNEW')).toBeNull();
    expect([ourAsset('LUNA'), ourAsset('LUNA2')]).toEqual(['LUNC', 'LUNA']);
  });

  it('of markets that do not trade, or are no currencies, are no markets to trade on', () => {
    expect(toMarkets('kraken', pairs).map(({ symbol }) => symbol)).toEqual(['BTC/USD', 'DOGE/BTC']);
  });

  it('come with the dearest tier', () => {
    expect(toMarkets('kraken', pairs).map(({ makerFee, takerFee }) => [makerFee, takerFee])).toEqual([
      ['0.0016', '0.0026'],
      ['0.0016', '0.0026'],
    ]);
  });
});
