import type { Handlers } from '../contract/methods.ts';
import { err } from '../domain/result.ts';
import type { HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `venues.${string}` | `holdings.${string}` | `publicMarkets.${string}`>;

/** Real exchanges, holdings, and public markets. */
export function venueHandlers(_parts: HandlerParts): Pick<Handlers, Names> {
  const none = () => err({ code: 'not-offered', retry: 'never', what: 'this' } as const);
  return {
    'venues.list': none,
    'venues.check': none,
    'venues.openOrders': none,
    'venues.balances': none,
    'venues.sweep': none,
    'venues.acknowledge': none,
    'venues.requestDeadman': none,
    'holdings.read': none,
    'publicMarkets.exchanges': none,
    'publicMarkets.list': none,
    'publicMarkets.book': none,
  };
}
