import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type KeyRights, unknownRights } from '../../domain/key-rights.ts';
import { err, ok } from '../../domain/result.ts';
import { classifyRead } from '../classify.ts';
import type { KeyReader } from '../venue.ts';
import type { KeyReaderOptions } from '../venue-options.ts';
import { createCoinbaseClient, createPace } from './coinbase-client.ts';
import { coinbaseKeyEgress } from './coinbase-egress.ts';
import { readCoinbaseKey } from './coinbase-key.ts';

/** The rights that Coinbase has words for. can_receive lets money in, not out. */
const knownRights: readonly string[] = ['can_view', 'can_trade', 'can_transfer', 'can_receive'];

/**
 * Asks Coinbase what a key may do; answers `invalid-input` where the key is of no form that it takes, and then nothing leaves. Each
 * reading has a client of its own: nothing of one colours the next. https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/data-api/get-api-key-permissions
 */
export function createCoinbaseKeyReader(options: KeyReaderOptions): KeyReader {
  const key = readCoinbaseKey(options.credentials);
  return {
    async read() {
      if (!key.ok) return key;
      let body = '';
      const client = createCoinbaseClient({
        ...options,
        credentials: key.value,
        allowed: coinbaseKeyEgress,
        isOpen: () => true,
        left: () => undefined,
        heard(text) {
          body = text;
        },
        pace: options.rateLimit ? createPace() : null,
      });
      let raw: unknown;
      try {
        raw = await client.keyPermissions();
      } catch (cause) {
        return err(classifyRead('coinbase', 'key_permissions', cause));
      }
      return ok({ rights: readRights(raw), answerHash: createHash('sha256').update(body).digest('hex') });
    },
  };
}

/**
 * The rights that an answer tells. Coinbase says neither whether a key is bound to addresses nor when it was made or ends; and of futures
 * and margin only this: a key without trading cannot, one of an INTX portfolio trades them, and for every other it depends on what the
 * account was opened for. A right that Coinbase invents later might be one to take money out.
 */
export function readRights(raw: unknown): KeyRights {
  const told = z.record(z.string(), z.unknown()).safeParse(raw).data;
  if (told === undefined || !Object.keys(told).some((word) => knownRights.includes(word))) return unknownRights;
  const canReceive = told.can_receive ?? false;
  const isNew = ([word, value]: readonly [string, unknown]): boolean =>
    word.startsWith('can_') && !knownRights.includes(word) && value !== false;
  const isOdd = typeof canReceive !== 'boolean' || Object.entries(told).some(isNew);
  const trade = answerOf(told.can_trade);
  const transfer = answerOf(told.can_transfer);
  const leveraged = leveragedBy(trade, told.portfolio_type);
  return {
    trade,
    withdraw: transfer === 'no' && isOdd ? 'unknown' : transfer,
    futures: leveraged,
    margin: leveraged,
    ipRestricted: 'untold',
    createdAtMs: 'untold',
    expiresAtMs: 'untold',
    missing: told.can_view === true ? [] : ['view'],
    label: null,
  };
}

function answerOf(value: unknown): 'yes' | 'no' | 'unknown' {
  if (value === true) return 'yes';
  return value === false ? 'no' : 'unknown';
}

function leveragedBy(trade: 'yes' | 'no' | 'unknown', portfolio: unknown): KeyRights['futures'] {
  if (trade === 'no') return 'no';
  if (portfolio === 'INTX') return trade;
  return portfolio === 'DEFAULT' || portfolio === 'CONSUMER' ? 'untold' : 'unknown';
}
