import { expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { tradedLines } from '../../../core/reports/traded.ts';
import { someFill } from '../../renderer/state/some-order.ts';

const fill = (price: string, amount: string, notional: string, part: Parameters<typeof someFill>[0] = {}) =>
  someFill({ price: decimal(price), amount: decimal(amount), notional: decimal(notional), ...part });
const fee = (asset: string, amount: string) => ({ fee: { asset, amount: decimal(amount) } });

it('fills are added up by book, market and side, exactly, each fee in its own asset', () => {
  const lines = tradedLines('live', [
    fill('10', '0.1', '1', fee('BTC', '0.0001')),
    fill('13', '0.2', '2.6', fee('BNB', '0.5')),
    fill('20', '1', '20', { side: 'sell', ...fee('USDT', '0.2') }),
    fill('10', '0.1', '1', { exchange: 'kraken', ...fee('BTC', '0.0001') }),
    fill('10', '0.1', '1', fee('BTC', '0.0002')),
  ]);
  expect(lines.map(({ exchange, fills, side }) => [exchange, side, fills])).toEqual([
    ['practice', 'buy', 3],
    ['practice', 'sell', 1],
    ['kraken', 'buy', 1],
  ]);
  expect(lines[0]).toMatchObject({
    book: 'live',
    amount: '0.4',
    notional: '4.6',
    averagePrice: '11.5',
    fees: [
      { asset: 'BTC', amount: '0.0003' },
      { asset: 'BNB', amount: '0.5' },
    ],
  });
  expect(tradedLines('paper', [])).toEqual([]);
});

it('an average price that does not come out even is rounded down', () => {
  expect(tradedLines('paper', [fill('1', '3', '1')])[0]?.averagePrice).toBe('0.33333333');
});
