import type { ExchangeName } from '../../core/domain/exchanges.ts';
import { spotOnly } from './binance/binance-keys.ts';
import { type BinanceServer, serveBinance } from './binance/binance-server.ts';
import { createCoinbaseExchange } from './coinbase-server.ts';
import { type ExchangeServer, serveExchange } from './exchange-server.ts';
import { tradingKey } from './kraken/kraken-keys.ts';
import { krakenExchange } from './kraken/kraken-server.ts';

/** A key of an exchange that is fit for live trading. */
export interface FitKey {
  readonly exchange: ExchangeName;
  readonly apiKey: string;
  readonly secret: string;
}

/** The three exchanges over HTTPS on 127.0.0.1, each with a key that may trade, cannot withdraw and was made today. */
export interface ThreeExchanges {
  readonly servers: readonly ExchangeServer[];
  readonly binance: BinanceServer;
  readonly kraken: { readonly server: ExchangeServer; readonly exchange: ReturnType<typeof krakenExchange> };
  readonly keys: readonly FitKey[];
  /** How many requests that could change something have reached any of them. */
  mutating(): number;
  close(): Promise<void>;
}

/** A market that each of them has. */
export const liveSymbols: Readonly<Record<ExchangeName, string>> = {
  binance: 'BTC/USDT',
  kraken: 'BTC/USD',
  coinbase: 'BTC/USD',
};

/** Serves them, with a book at Binance; the other two have their own. */
export async function threeExchanges(): Promise<ThreeExchanges> {
  const binance = await serveBinance();
  // Made today: the interval of a key runs from when its exchange says that it was made.
  const young = binance.addKey('BinanceTestKeyMadeToday', 'its-secret', { ...spotOnly, createTime: Date.now() });
  await binance.other('BUY', '1', '19999');
  await binance.other('SELL', '1', '20001');
  const kraken = krakenExchange();
  kraken.keys.splice(0, 1, { ...tradingKey(), createdTime: String(Math.trunc(Date.now() / 1_000)) });
  const coinbase = createCoinbaseExchange();
  const krakenServer = await serveExchange(kraken);
  const servers = [binance, krakenServer, await serveExchange(coinbase)];
  const first = kraken.keys[0];
  return {
    servers,
    binance,
    kraken: { server: krakenServer, exchange: kraken },
    keys: [
      { exchange: 'binance', apiKey: young.apiKey, secret: young.secret },
      { exchange: 'kraken', apiKey: first?.apiKey ?? '', secret: first?.secret ?? '' },
      { exchange: 'coinbase', apiKey: coinbase.key.apiKey, secret: coinbase.key.secret },
    ],
    mutating: () => servers.reduce((sum, server) => sum + server.mutating(), 0),
    async close() {
      for (const server of servers) await server.close();
    },
  };
}
