import { describe, expect, it } from 'vitest';
import type { MarketUpdate } from '../../core/contract/shapes.ts';
import { decimal } from '../../core/domain/money.ts';
import { gatherMarketUpdates } from '../../electron/market-batch.ts';

const one = decimal('1');
function update(n: number, change: Partial<MarketUpdate> = {}): MarketUpdate {
  return {
    symbol: 'BTC/USDT',
    ticker: {
      symbol: 'BTC/USDT',
      last: decimal(String(n)),
      bid: one,
      ask: one,
      high: one,
      low: one,
      volume: one,
      changePercent: one,
      atMs: n,
    },
    bids: [[decimal(String(n)), one]],
    asks: [],
    newTrades: [{ tradeId: `t${n}`, price: one, amount: one, takerSide: 'buy', atMs: n }],
    candle: { atMs: 60_000, open: one, high: one, low: one, close: decimal(String(n)), volume: one },
    ...change,
  };
}
function stage() {
  const passed: MarketUpdate[] = [];
  const tasks: (() => void)[] = [];
  const take = gatherMarketUpdates(
    (item) => void passed.push(item),
    (task) => void tasks.push(task),
  );
  return { passed, take, frame: () => tasks.shift()?.() };
}

describe('updates gathered for a frame', () => {
  it('become one: the newest book and candle, and every print, newest first', () => {
    const { passed, take, frame } = stage();
    for (let n = 1; n <= 20; n += 1) take(update(n));
    expect(passed).toEqual([]);
    frame();
    expect(passed).toHaveLength(1);
    expect(passed[0]).toMatchObject({ ticker: { last: '20' }, bids: [['20', '1']], candle: { close: '20' } });
    expect(passed[0]?.newTrades.map(({ tradeId }) => tradeId)).toEqual(
      Array.from({ length: 20 }, (_, i) => `t${20 - i}`),
    );
    frame();
    expect(passed).toHaveLength(1);
  });

  it('keep markets apart', () => {
    const { passed, take, frame } = stage();
    take(update(1));
    take(update(2, { symbol: 'ETH/USDT' }));
    frame();
    expect(passed.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT']);
  });

  it('lose neither the last word on a minute nor a print when the next minute begins', () => {
    const { passed, take, frame } = stage();
    take(update(1));
    take(update(2, { candle: null }));
    take(update(3, { candle: { atMs: 120_000, open: one, high: one, low: one, close: one, volume: one } }));
    frame();
    expect(passed.map(({ candle, newTrades }) => [candle?.atMs, newTrades.map(({ tradeId }) => tradeId)])).toEqual([
      [60_000, ['t2', 't1']],
      [120_000, ['t3']],
    ]);
  });
});
