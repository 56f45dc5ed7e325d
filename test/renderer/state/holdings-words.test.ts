import { describe, expect, it } from 'vitest';
import type { Holding, Holdings } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { holdingPlaceWords, holdingsTotals } from '../../../renderer/state/holdings-words.ts';

const holding = (kind: Holding['kind']): Holding => ({
  place: kind,
  placeTitle: 'Kraken',
  kind,
  asset: 'BTC',
  amount: decimal('1'),
  price: null,
  priceFrom: null,
  value: null,
  readAtMs: 1,
  doubt: null,
});
const holdings = (...kinds: readonly Holding['kind'][]): Holdings => ({
  currency: 'USDT',
  practiceTotal: decimal('1'),
  standInTotal: kinds.includes('stand-in') ? decimal('2') : null,
  realTotal: decimal('3'),
  holdings: kinds.map(holding),
  unpriced: [],
  unreadable: [],
});
const titles = (...kinds: readonly Holding['kind'][]) =>
  holdingsTotals(holdings(...kinds)).map(({ title, total }) => `${title}: ${total}`);

describe('words about holdings', () => {
  it('say of which money something has no price', () => {
    const some = holdings('practice', 'exchange');
    const [practice, real] = some.holdings;
    const priced = { ...some, holdings: [{ ...practice, price: decimal('2') }, real] as Holding[], unpriced: ['BTC'] };
    expect(holdingsTotals(priced).map(({ title, unpriced }) => [title, unpriced])).toEqual([
      ['Real money', ['BTC']],
      ['Practice money', []],
    ]);
  });

  it('name real money only where some is held, and that of stand-ins as what it is', () => {
    expect(titles('practice')).toEqual(['Practice money: 1']);
    expect(titles('practice', 'stand-in')).toEqual(['Stand-in money, not real: 2', 'Practice money: 1']);
    expect(titles('practice', 'exchange')).toEqual(['Real money: 3', 'Practice money: 1']);
    expect(titles('chain', 'stand-in', 'practice')).toEqual([
      'Real money: 3',
      'Stand-in money, not real: 2',
      'Practice money: 1',
    ]);
  });

  it('call a stand-in no exchange', () => {
    expect(holdingPlaceWords(holding('stand-in'))).toBe('Stand-in for Kraken');
    expect(holdingPlaceWords(holding('exchange'))).toBe('Kraken');
  });
});
