import { compare, isPositive, readDecimal } from '../../domain/money.ts';
import { allow, deny, type OrderRule } from '../rule.ts';
import { isStopWord } from '../stop-word.ts';
import { oldestBookMs } from './price-band.ts';

/**
 * A stop order has a stop price above zero, and no other order has one. A sell's lies below the best bid of a fresh book and a buy's above
 * the best ask: elsewhere the next trade, or the last one, sets it going at once, which nobody means by a stop. Where the book does not
 * say so for sure, none is sent.
 */
export const stopPrice: OrderRule = {
  id: 'stop-price',
  title: 'Stop price',
  appliesTo: 'order',
  judge({ side, stopPrice: given, type }, _limits, { market }) {
    const facts = { stopPrice: given ?? 'none' };
    if (!isStopWord(type)) {
      return given === null
        ? allow('No stop price is needed.')
        : deny('invalid_stop_price', 'Only a stop order takes a stop price.', facts);
    }
    const stop = readDecimal(given?.trim() ?? '');
    if (stop === null || !isPositive(stop)) {
      return deny('invalid_stop_price', 'The stop price must be a plain decimal number above zero.', facts);
    }
    const isSell = side?.trim().toLowerCase() === 'sell';
    const best = isSell ? (market?.bestBid ?? null) : (market?.bestAsk ?? null);
    if (market === null || market.ageMs > oldestBookMs || best === null) {
      return deny('market_unreadable', 'There is no fresh book to tell whether it would be triggered at once.', facts);
    }
    const waits = isSell ? compare(stop, best) < 0 : compare(stop, best) > 0;
    return waits
      ? allow(`${stop} is ${isSell ? 'below' : 'above'} the market.`, { ...facts, best })
      : deny(
          'stop_would_trigger',
          isSell
            ? `A sell waits for the price to fall: ${stop} is not below the best bid of ${best}, so it would go at once.`
            : `A buy waits for the price to rise: ${stop} is not above the best ask of ${best}, so it would go at once.`,
          { ...facts, best },
        );
  },
  standing: () => 'on the far side of the market, for stop orders only',
};
