import type { ExchangeName } from '../domain/exchanges.ts';
import type { KeyReader } from './venue.ts';
import type { KeyReaderOptions } from './venue-options.ts';

/** Asks an exchange what a key may do. Nothing else of the exchange is read; its code is loaded at the first reading. */
export function openKeyReader(exchange: ExchangeName, options: KeyReaderOptions): KeyReader {
  return {
    async read() {
      switch (exchange) {
        case 'binance': {
          const { openBinanceKeyReader } = await import('./binance/binance-key-reader.ts');
          return openBinanceKeyReader(options).read();
        }
        case 'kraken': {
          const { createKrakenKeyReader } = await import('./kraken/kraken-key-reader.ts');
          return createKrakenKeyReader(options).read();
        }
        case 'coinbase': {
          const { createCoinbaseKeyReader } = await import('./coinbase/coinbase-key-reader.ts');
          return createCoinbaseKeyReader(options).read();
        }
      }
    },
  };
}
