import { findExchange } from './domain/exchanges.ts';
import { exchangeTransport } from './exchanges/exchange-transport.ts';
import type { Ports } from './ports.ts';
import type { Settings } from './settings/settings.ts';
import type { PublicMarkets } from './venues/public/public-markets.ts';

/** What looks at public markets, loaded when it is first asked for; nothing leaves before an exchange is named. */
export function publicMarketsLater(settings: Settings, { clock, fetch }: Ports): () => Promise<PublicMarkets> {
  let loaded: Promise<PublicMarkets> | null = null;
  const load = async (): Promise<PublicMarkets> => {
    const { createPublicMarkets } = await import('./venues/public/public-markets.ts');
    return createPublicMarkets({
      clock,
      transportTo(name) {
        const known = findExchange(name);
        return known === null ? fetch : exchangeTransport(settings, fetch, known.name);
      },
    });
  };
  return () => {
    loaded ??= load();
    return loaded;
  };
}
