import { createHash } from 'node:crypto';
import { err, ok } from '../../domain/result.ts';
import { classifyRead } from '../classify.ts';
import type { KeyReader } from '../venue.ts';
import type { KeyReaderOptions } from '../venue-options.ts';
import { laneOf } from './key-lane.ts';
import { createKrakenClient } from './kraken-client.ts';
import { krakenKeyEgress } from './kraken-egress.ts';
import { readKrakenKeyRights } from './kraken-key-rights.ts';
import { checkSecret } from './kraken-secret.ts';

/** Asks Kraken what a key may do. What is read is the body itself, not what ccxt makes of it. */
export function createKrakenKeyReader(options: KeyReaderOptions): KeyReader {
  const { clock, credentials } = options;
  return {
    async read() {
      const usable = checkSecret(credentials);
      if (!usable.ok) return usable;
      let body: string | null = null;
      const client = createKrakenClient({
        ...options,
        lane: laneOf(credentials.apiKey),
        counters: null,
        allowed: krakenKeyEgress,
        isOpen: () => true,
        mutates: () => undefined,
        heard: (text) => {
          body = text;
        },
      });
      try {
        await client.keyInfo();
      } catch (cause) {
        if (body === null) return err(classifyRead('kraken', 'GetApiKeyInfo', cause));
      }
      const answer = body ?? '';
      return ok({
        rights: readKrakenKeyRights(answer, credentials.apiKey, clock.nowMs()),
        answerHash: createHash('sha256').update(answer).digest('hex'),
      });
    },
  };
}
