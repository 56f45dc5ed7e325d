import { describe, expect, it } from 'vitest';
import { unknownRights } from '../../../../core/domain/key-rights.ts';
import { readKrakenKeyRights } from '../../../../core/venues/kraken/kraken-key-rights.ts';

const apiKey = 'the-public-part';
const nowMs = 1_780_000_000_000;
const all = ['query-funds', 'query-open-trades', 'query-closed-trades', 'modify-trades', 'close-trades'];

/** The shape of GetApiKeyInfo as documented. https://docs.kraken.com/api-reference/account-data/get-api-key-info */
function answer(changes: Readonly<Record<string, unknown>> = {}): string {
  const result = {
    apiKeyName: 'my key',
    apiKey,
    nonce: '1780000000000',
    nonceWindow: 0,
    permissions: all,
    iban: 'AA89 N84G QWER TYUI',
    validUntil: '0',
    queryFrom: '0',
    queryTo: '0',
    createdTime: '1767225600',
    modifiedTime: '1767225600',
    ipAllowlist: ['203.0.113.7'],
    lastUsed: null,
    ...changes,
  };
  return JSON.stringify({ error: [], result });
}
const rights = (changes: Readonly<Record<string, unknown>> = {}) => readKrakenKeyRights(answer(changes), apiKey, nowMs);

describe("a Kraken key's rights", () => {
  it('are read from a key for trading alone', () => {
    expect(rights()).toEqual({
      trade: 'yes',
      withdraw: 'no',
      futures: 'no',
      margin: 'untold',
      ipRestricted: 'yes',
      createdAtMs: 1_767_225_600_000,
      expiresAtMs: 'never',
      missing: [],
      label: 'my key',
    });
  });

  it.each(['withdraw-funds', 'add-withdraw-address', 'update-withdraw-address'])('take money out with %s', (word) => {
    expect(rights({ permissions: [...all, word] }).withdraw).toBe('yes');
    expect(rights({ permissions: [word, 'a new word'] }).withdraw).toBe('yes');
  });

  it('are no sure no beside a word that nobody documented', () => {
    expect(rights({ permissions: [...all, 'move-funds'] })).toMatchObject({
      trade: 'yes',
      withdraw: 'unknown',
      futures: 'unknown',
    });
    expect(rights({ permissions: ['query-funds', 'Withdraw-Funds'] })).toMatchObject({
      trade: 'unknown',
      withdraw: 'unknown',
    });
  });

  it('name what must be read and cannot be', () => {
    expect(rights({ permissions: ['modify-trades'] }).missing).toEqual([
      'query-funds',
      'query-open-trades',
      'query-closed-trades',
    ]);
    expect(rights({ permissions: all.slice(0, 2) })).toMatchObject({
      missing: ['query-closed-trades'],
      trade: 'no',
      margin: 'no',
    });
    expect(rights({ queryTo: '1790000000' }).missing).toEqual(['query-closed-trades']);
    expect(rights({ queryFrom: '1790000000' }).missing).toEqual(['query-closed-trades']);
    expect(rights({ queryFrom: '1700000000' }).missing).toEqual([]);
  });

  it('tell restriction, age and end only in the expected words', () => {
    expect(rights({ ipAllowlist: [] }).ipRestricted).toBe('no');
    expect(rights({ ipAllowlist: ['0.0.0.0/0'] }).ipRestricted).toBe('no');
    for (const ipAllowlist of [undefined, null, 'any', [1], ['everywhere!']]) {
      expect(rights({ ipAllowlist }).ipRestricted).toBe('unknown');
    }
    expect(rights({ validUntil: '1790000000' }).expiresAtMs).toBe(1_790_000_000_000);
    for (const validUntil of [undefined, null, 0, '', '0.0', 'never', '-1']) {
      expect(rights({ validUntil }).expiresAtMs).toBe('unknown');
    }
    for (const createdTime of [undefined, '0', 1_767_225_600, '2026']) {
      expect(rights({ createdTime }).createdAtMs).toBe(createdTime === '2026' ? 2_026_000 : 'unknown');
    }
    expect(rights({ apiKeyName: 'a\u202eb' }).label).toBe('a\\u{202e}b');
  });

  it.each([
    ['a captive portal', '<html><body>welcome</body></html>'],
    ['nothing', ''],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['no result', '{"error":[]}'],
    ['a result that is a list', '{"error":[],"result":[]}'],
    ['an answer cut off', answer().slice(0, -20)],
    ['an answer about another key', answer({ apiKey: 'somebody-else' })],
  ])('are all unknown from %s', (_what, body) => {
    expect(readKrakenKeyRights(body, apiKey, nowMs)).toEqual(unknownRights);
  });

  it.each([undefined, null, 'modify-trades', { 'modify-trades': true }, [['modify-trades']], [1]])(
    'are never safe where the permissions are %j',
    (permissions) => {
      expect(rights({ permissions })).toMatchObject({
        trade: 'unknown',
        withdraw: 'unknown',
        futures: 'unknown',
        margin: 'unknown',
      });
    },
  );
});
