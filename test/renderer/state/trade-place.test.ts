import { beforeEach, describe, expect, it } from 'vitest';
import type { ArmedState } from '../../../core/contract/shapes.ts';
import { setTicket, useTicket } from '../../../renderer/state/ticket-store.ts';
import {
  chooseLiveMarket,
  choosePlace,
  placesOf,
  placeTitle,
  placeWords,
  useTradePlace,
} from '../../../renderer/state/trade-place.ts';

const armed: ArmedState = {
  ...{ exchanges: ['kraken', 'binance'], untilMs: 2, armedAtMs: 1, maxDayNotional: {} },
  ...{ chains: [], maxDaySpend: {}, signer: null },
};

beforeEach(() => {
  useTradePlace.setState({ place: 'practice', symbols: {} });
  setTicket({ price: '20000', amount: '1', stopPrice: '19000' });
});
const typed = () => {
  const { amount, price, stopPrice } = useTicket.getState();
  return { amount, price, stopPrice };
};
const nothing = { amount: '', price: '', stopPrice: '' };

describe('where orders of the Trade screen go', () => {
  it('is the practice exchange alone while nothing is armed, and else what is armed besides', () => {
    expect(placesOf(null, 'practice')).toEqual(['practice']);
    expect(placesOf(armed, 'practice')).toEqual(['practice', 'binance', 'kraken']);
  });

  it('stays at an exchange that is not armed any more, and says that nothing can be sent there', () => {
    expect(placesOf(null, 'kraken')).toEqual(['practice', 'kraken']);
    expect(placeWords('kraken', null)).toBe('Kraken is not armed any more: nothing can be sent there.');
    expect(placeWords('coinbase', armed)).toContain('not armed any more');
  });

  it('says whose money moves', () => {
    expect(placeWords('practice', armed)).toBe('Practice money: nothing real is sent from here.');
    expect(placeWords('kraken', armed)).toBe('Real money at Kraken.');
    expect(placeTitle('coinbase')).toBe('Coinbase');
  });

  it('takes nothing along that was typed for another place or another market', () => {
    choosePlace('practice');
    expect(typed().price).toBe('20000');
    choosePlace('kraken');
    expect(typed()).toEqual(nothing);
    chooseLiveMarket('kraken', 'BTC/USD');
    setTicket({ amount: '2' });
    chooseLiveMarket('kraken', 'BTC/USD');
    expect(typed().amount).toBe('2');
    chooseLiveMarket('kraken', 'ETH/USD');
    expect(typed()).toEqual(nothing);
    expect(useTradePlace.getState()).toEqual({ place: 'kraken', symbols: { kraken: 'ETH/USD' } });
  });
});
