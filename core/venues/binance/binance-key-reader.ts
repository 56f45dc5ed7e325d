import { createHash } from 'node:crypto';
import { err, ok } from '../../domain/result.ts';
import { classifyRead } from '../classify.ts';
import type { KeyReader } from '../venue.ts';
import type { KeyReaderOptions } from '../venue-options.ts';
import { createBinanceClient } from './binance-client.ts';
import { binanceKeyReaderEgress } from './binance-egress.ts';
import { readBinanceKeyRights } from './binance-key-rights.ts';

/**
 * Asks Binance what a key may do. Each reading has an instance of its own: ccxt's remembers that a key was once good, and tells its end
 * as rate limiting. What is read is the body itself, not what ccxt makes of it.
 */
export function openBinanceKeyReader(options: KeyReaderOptions): KeyReader {
  return {
    async read() {
      let body: string | null = null;
      const client = createBinanceClient({
        ...options,
        allowed: binanceKeyReaderEgress,
        isOpen: () => true,
        left: () => undefined,
        heard: (text) => {
          body = text;
        },
        pace: null,
      });
      try {
        await client.apiRestrictions();
      } catch (cause) {
        if (body === null) return err(classifyRead('binance', 'apiRestrictions', cause));
      }
      const answer = body ?? '';
      return ok({
        rights: readBinanceKeyRights(answer),
        answerHash: createHash('sha256').update(answer).digest('hex'),
      });
    },
  };
}
