import type { Handlers } from '../contract/methods.ts';
import { findExchange } from '../domain/exchanges.ts';
import { ok } from '../domain/result.ts';
import type { HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `publicMarkets.${string}`>;

/** Any exchange's markets, to look at only. An exchange is asked when somebody names it, and never before. */
export function publicMarketHandlers({ exchanges }: Pick<HandlerParts, 'exchanges'>): Pick<Handlers, Names> {
  return {
    'publicMarkets.exchanges': async () => {
      const names = (await exchanges.publicMarkets()).names();
      return ok(names.map((exchange) => ({ exchange, title: findExchange(exchange)?.title ?? exchange })));
    },
    'publicMarkets.list': async ({ exchange }) => {
      const markets = await (await exchanges.publicMarkets()).markets(exchange);
      return markets.ok ? ok([...markets.value]) : markets;
    },
    'publicMarkets.book': async ({ exchange, symbol, depth }) =>
      (await exchanges.publicMarkets()).book(exchange, symbol, depth),
  };
}
