import { type ExchangeName, exchanges, findExchange } from './domain/exchanges.ts';
import type { PublicExchangeName } from './domain/public-exchanges.ts';
import { ok, type Result } from './domain/result.ts';
import { exchangeTransport } from './exchanges/exchange-transport.ts';
import type { Ports } from './ports.ts';
import type { MirroredVenue } from './practice/mirror/mirrored-venue.ts';
import { publicMarketsLater } from './public-markets.ts';
import type { Settings } from './settings/settings.ts';
import type { PublicMarkets } from './venues/public/public-markets.ts';
import type { VenueConnection } from './venues/venue.ts';

/** Less than a market may be silent: an exchange that hangs is noticed before its book is old. */
const timeoutMs = 8_000;

/**
 * The exchange whose books the practice exchange is to mirror; null with the simulated market, and then nothing is loaded. It has no key
 * and no order client: books come from its inspector where the console knows the exchange, else from what looks at any exchange.
 */
export async function mirroredVenue(settings: Settings, ports: Ports): Promise<MirroredVenue | null> {
  const market = settings.values.PORTCULLIS_PRACTICE_MARKET;
  if (market?.kind !== 'mirror') return null;
  const looking = await publicMarketsLater(settings, ports)();
  const known = findExchange(market.exchange);
  return known === null
    ? throughCcxt(market.exchange, looking)
    : throughInspector(known.name, looking, settings, ports);
}

function throughCcxt(name: PublicExchangeName, looking: PublicMarkets): MirroredVenue {
  return {
    title: name,
    async markets() {
      const markets = await looking.markets(name);
      if (!markets.ok) return markets;
      return ok(new Map(markets.value.flatMap(({ isActive, symbol }) => (isActive ? [[symbol, null]] : []))));
    },
    book: (symbol, depth) => looking.book(name, symbol, depth),
    trades: (symbol) => looking.trades(name, symbol),
  };
}

function throughInspector(
  name: ExchangeName,
  looking: PublicMarkets,
  settings: Settings,
  { clock, fetch }: Ports,
): MirroredVenue {
  let connection: VenueConnection | null = null;

  async function connected(): Promise<Result<VenueConnection>> {
    if (connection !== null) return ok(connection);
    const { openExchange } = await import('./venues/open-exchange.ts');
    const opened = await openExchange(name, {
      transport: exchangeTransport(settings, fetch, name),
      credentials: null,
      clock,
      rateLimit: true,
      timeoutMs,
    });
    if (opened.ok) connection = opened.value;
    return opened;
  }

  return {
    title: exchanges[name].title,
    async markets() {
      const opened = await connected();
      return opened.ok ? ok(new Map(opened.value.markets.map((market) => [market.symbol, market]))) : opened;
    },
    async book(symbol, depth) {
      const opened = await connected();
      return opened.ok ? opened.value.inspector.book(symbol, depth) : opened;
    },
    trades: (symbol) => looking.trades(name, symbol),
  };
}
