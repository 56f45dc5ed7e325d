import { type ExchangeName, exchangeOrigins } from '../domain/exchanges.ts';
import type { Fetch } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { trustingFetch } from '../trusting-fetch.ts';
import { throughStandIn } from '../venues/stand-in.ts';

const standInSettings = {
  binance: 'PORTCULLIS_STANDIN_BINANCE',
  kraken: 'PORTCULLIS_STANDIN_KRAKEN',
  coinbase: 'PORTCULLIS_STANDIN_COINBASE',
} as const satisfies Readonly<Record<ExchangeName, string>>;

/** The address on this machine that stands in for an exchange; null where none is set, and the real one is spoken to. */
export function standInOf(settings: Settings, exchange: ExchangeName): string | null {
  return settings.values[standInSettings[exchange]] ?? null;
}

/** The way out to an exchange, below every egress list: the real one, or its stand-in with the authority that vouches for it. */
export function exchangeTransport(settings: Settings, fetch: Fetch, exchange: ExchangeName): Fetch {
  const standIn = standInOf(settings, exchange);
  if (standIn === null) return fetch;
  const caFile = settings.values.PORTCULLIS_STANDIN_CA;
  const transport = caFile === undefined ? fetch : trustingFetch(caFile);
  return throughStandIn(transport, [exchangeOrigins[exchange]], standIn);
}
