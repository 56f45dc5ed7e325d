import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { readHoldings } from '../exchanges/holdings.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `venues.${string}` | `holdings.${string}`>;

/** Real exchanges and holdings. */
export function venueHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { exchanges } = parts;
  return {
    'venues.list': () => ok(exchanges.all.map((exchange) => exchange.standing())),
    'venues.check': async ({ exchange }) => ok(await exchanges.of(exchange).check()),
    'venues.openOrders': ({ exchange }) => exchanges.of(exchange).openOrders(),
    'venues.balances': ({ exchange }) => exchanges.of(exchange).balances(),
    'venues.markets': async ({ exchange }) => {
      const live = await exchanges.of(exchange).live();
      return live.ok ? ok([...live.value.trading.venue.markets]) : live;
    },
    'venues.book': async ({ depth, exchange, symbol }) => {
      const live = await exchanges.of(exchange).live();
      if (!live.ok) return live;
      const book = await live.value.trading.venue.inspector.book(symbol, depth);
      if (!book.ok) return book;
      const { asks, atMs, bids } = book.value;
      return ok({ exchange, symbol, bids: [...bids], asks: [...asks], atMs });
    },
    'venues.sweep': ({ exchange }, face) => exchanges.of(exchange).sweep(actorOf(face)),
    'venues.acknowledge': ({ exchange, what }, face) => exchanges.of(exchange).acknowledge(what, actorOf(face)),
    'venues.requestDeadman': ({ exchange, timeoutSec }) => exchanges.of(exchange).requestDeadman(timeoutSec),
    'holdings.read': ({ currency }) => readHoldings(parts, currency),
  };
}
