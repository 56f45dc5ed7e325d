import { describe, expect, it } from 'vitest';
import { readBinanceKeyRights } from '../../../core/venues/binance/binance-key-rights.ts';
import { readRights } from '../../../core/venues/coinbase/coinbase-key-reader.ts';
import { readKrakenKeyRights } from '../../../core/venues/kraken/kraken-key-rights.ts';
import { spotOnly } from '../../exchange/binance/binance-keys.ts';
import { nowMs, verdict } from './judged-key.ts';

const trash: readonly string[] = [
  '',
  '{}',
  '[]',
  'null',
  'true',
  '"ok"',
  '<html><body>Sign in to the network</body></html>',
  '{"error":[],"result":{}}',
  '{"error":[],"result":[]}',
  '{"enableWithdrawals":false}',
  '{"can_transfer":false}',
  JSON.stringify(spotOnly).slice(0, -20),
];

describe('what the three exchanges are recorded to answer', () => {
  const kraken = (permissions: readonly string[], changes: object = {}) =>
    readKrakenKeyRights(
      JSON.stringify({
        error: [],
        result: {
          apiKeyName: 'desk',
          apiKey: 'the-key',
          permissions,
          ipAllowlist: ['203.0.113.7'],
          createdTime: '1777593600',
          validUntil: '0',
          queryFrom: '0',
          queryTo: '0',
          ...changes,
        },
      }),
      'the-key',
      nowMs,
    );
  const reading = ['query-funds', 'query-open-trades', 'query-closed-trades'];
  const attested = { atMs: nowMs, ipRestricted: true, createdAtMs: null };
  const coinbase = {
    can_view: true,
    can_trade: true,
    can_transfer: false,
    can_receive: true,
    portfolio_type: 'DEFAULT',
  };

  it.each([
    ['Binance, trading spot only', readBinanceKeyRights(JSON.stringify(spotOnly)), 'fit'],
    ['Binance, withdrawing', readBinanceKeyRights(JSON.stringify({ ...spotOnly, enableWithdrawals: true })), 'unfit'],
    [
      'Binance, "false" as text',
      readBinanceKeyRights(JSON.stringify({ ...spotOnly, enableWithdrawals: 'false' })),
      'unknown',
    ],
    [
      'Binance, a right nobody knows',
      readBinanceKeyRights(JSON.stringify({ ...spotOnly, enableGifts: true })),
      'unknown',
    ],
    ['Kraken, trading only', kraken([...reading, 'modify-trades']), 'fit'],
    ['Kraken, withdrawing', kraken([...reading, 'modify-trades', 'withdraw-funds']), 'unfit'],
    ["Kraken, as CUSTODY.md's line says it literally", kraken(['modify-trades']), 'unfit'],
    ['Kraken, a word nobody knows', kraken([...reading, 'modify-trades', 'send-gifts']), 'unknown'],
    ['Kraken, another key', kraken([...reading, 'modify-trades'], { apiKey: 'other' }), 'unknown'],
    ['Coinbase, trading only', readRights(coinbase), 'fit'],
    ['Coinbase, transferring', readRights({ ...coinbase, can_transfer: true }), 'unfit'],
    ['Coinbase, without the word', readRights({ ...coinbase, can_transfer: undefined }), 'unknown'],
    ['Coinbase, a right nobody knows', readRights({ ...coinbase, can_gift: true }), 'unknown'],
  ] as const)('is judged for what it is: %s', (_name, told, expected) => {
    expect(verdict(told, { attested })).toBe(expected);
  });

  it.each(trash)('is never fit when it is no answer: %s', (body) => {
    let parsed: unknown = null;
    try {
      parsed = JSON.parse(body);
    } catch {
      // Not JSON: nothing was told.
    }
    for (const told of [readBinanceKeyRights(body), readKrakenKeyRights(body, 'k', nowMs), readRights(parsed)]) {
      expect(verdict(told, { attested })).not.toBe('fit');
    }
  });
});
