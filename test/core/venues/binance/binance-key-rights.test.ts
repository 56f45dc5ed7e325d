import { describe, expect, it } from 'vitest';
import { unknownRights } from '../../../../core/domain/key-rights.ts';
import { readBinanceKeyRights } from '../../../../core/venues/binance/binance-key-rights.ts';

/** The example of Binance's documents. https://developers.binance.com/docs/wallet/account/api-key-permission */
const documented = {
  ipRestrict: false,
  createTime: 1698645219000,
  enableReading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  enableMargin: false,
  enableFutures: false,
  permitsUniversalTransfer: false,
  enableVanillaOptions: false,
  enableFixApiTrade: false,
  enableFixReadOnly: true,
  enableSpotAndMarginTrading: false,
  enablePortfolioMarginTrading: true,
};
/** As the answer was before 2023: fewer words, and an end. */
const older = {
  ipRestrict: false,
  createTime: 1638289749000,
  enableWithdrawals: true,
  enableInternalTransfer: true,
  permitsUniversalTransfer: true,
  enableVanillaOptions: true,
  enableReading: true,
  enableFutures: true,
  enableMargin: true,
  enableSpotAndMarginTrading: true,
  tradingAuthorityExpirationTime: 1640978149000,
};
/** What CUSTODY.md asks for. */
const spotOnly = {
  ...documented,
  ipRestrict: true,
  enableSpotAndMarginTrading: true,
  enableFixReadOnly: false,
  enablePortfolioMarginTrading: false,
};
const read = (answer: unknown) => readBinanceKeyRights(JSON.stringify(answer));

describe('what Binance says of a key', () => {
  it('is read from the documented example', () => {
    expect(read(documented)).toEqual({
      trade: 'no',
      withdraw: 'no',
      futures: 'yes',
      margin: 'yes',
      ipRestricted: 'no',
      createdAtMs: 1698645219000,
      expiresAtMs: 'unknown',
      missing: [],
      label: null,
    });
  });

  it('is read from an older answer, with the end of its trading', () => {
    expect(read(older)).toMatchObject({
      trade: 'yes',
      withdraw: 'yes',
      futures: 'yes',
      margin: 'yes',
      expiresAtMs: 1640978149000,
    });
  });

  it('is as CUSTODY.md asks for a key that trades spot from fixed addresses', () => {
    expect(read(spotOnly)).toEqual({
      trade: 'yes',
      withdraw: 'no',
      futures: 'no',
      margin: 'no',
      ipRestricted: 'yes',
      createdAtMs: 1698645219000,
      expiresAtMs: 'never',
      missing: [],
      label: null,
    });
  });

  it.each([
    ['enableWithdrawals', 'withdraw'],
    ['enableInternalTransfer', 'withdraw'],
    ['permitsUniversalTransfer', 'withdraw'],
    ['enableFutures', 'futures'],
    ['enableVanillaOptions', 'futures'],
    ['enablePortfolioMarginTrading', 'futures'],
    ['enableMargin', 'margin'],
    ['enablePortfolioMarginTrading', 'margin'],
  ] as const)('%s alone gives the right to %s', (name, right) => {
    expect(read({ ...spotOnly, [name]: true })[right]).toBe('yes');
  });

  it('counts trading over FIX as trading, and names reading where it is missing', () => {
    expect(read({ ...spotOnly, enableSpotAndMarginTrading: false, enableFixApiTrade: true }).trade).toBe('yes');
    expect(read({ ...spotOnly, enableReading: false }).missing).toEqual(['enableReading']);
  });

  it('has no end only where the key is bound to addresses, because others end without a word', () => {
    expect(read({ ...spotOnly, tradingAuthorityExpirationTime: null }).expiresAtMs).toBe('never');
    expect(read({ ...spotOnly, ipRestrict: false }).expiresAtMs).toBe('unknown');
    expect(read({ ...spotOnly, tradingAuthorityExpirationTime: 'soon' }).expiresAtMs).toBe('unknown');
    expect(read({ ...spotOnly, tradingAuthorityExpirationTime: 0 }).expiresAtMs).toBe('unknown');
  });
});

const mustBeSaid = [
  'enableWithdrawals',
  'enableInternalTransfer',
  'permitsUniversalTransfer',
  'enableFutures',
  'enableVanillaOptions',
  'enableMargin',
  'enableSpotAndMarginTrading',
  'ipRestrict',
  'createTime',
] as const;
const rightOf = {
  enableWithdrawals: 'withdraw',
  enableInternalTransfer: 'withdraw',
  permitsUniversalTransfer: 'withdraw',
  enableFutures: 'futures',
  enableVanillaOptions: 'futures',
  enableMargin: 'margin',
  enableSpotAndMarginTrading: 'trade',
  ipRestrict: 'ipRestricted',
  createTime: 'createdAtMs',
} as const;

describe('a word that is not exactly said', () => {
  it.each(mustBeSaid)('%s missing leaves what hangs on it unknown, and the rest as told', (name) => {
    const { [name]: _gone, ...rest } = spotOnly;
    const rights = read(rest);
    expect(rights[rightOf[name]]).toBe('unknown');
    expect(Object.values(rights).filter((answer) => answer === 'unknown')).toHaveLength(name === 'ipRestrict' ? 2 : 1);
  });

  it.each(mustBeSaid.flatMap((name) => ['false', 0, null, [], {}, 'no', ''].map((value) => [name, value] as const)))(
    '%s told as %j is unknown, never safe',
    (name, value) => {
      expect(read({ ...spotOnly, [name]: value })[rightOf[name]]).toBe('unknown');
    },
  );

  it.each([
    ['a new right', { enableGiftCards: true }],
    ['a new right with an odd name', { canSweepDust: true }],
    ['a right as text', { enableCopyTrading: 'true' }],
    ['a list of rights', { permissions: ['WITHDRAW'] }],
    ['rights in a group', { wallet: { withdraw: true } }],
    ['a right as a number', { enableLoans: 1 }],
    ['another spelling of withdrawing', { enableWithdrawal: true }],
    ['capital letters', { ENABLEWITHDRAWALS: true }],
  ])('%s makes every no unknown', (_title, more) => {
    expect(read({ ...spotOnly, ...more })).toMatchObject({
      trade: 'yes',
      withdraw: 'unknown',
      futures: 'unknown',
      margin: 'unknown',
    });
  });

  it.each([
    ['a new right that is off', { enableGiftCards: false }],
    ['a new right that is not told', { enableGiftCards: null }],
    ['a time', { lastUsedTime: 1698645219000 }],
  ])('%s changes nothing', (_title, more) => {
    expect(read({ ...spotOnly, ...more })).toEqual(read(spotOnly));
  });
});

describe('an answer that is none', () => {
  it.each([
    '',
    '{}',
    '[]',
    'null',
    'true',
    '0',
    '""',
    '[{"enableWithdrawals":false}]',
    '<html><body>Sign in to the network</body></html>',
    JSON.stringify(spotOnly).slice(0, -20),
    '{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}',
    '{"__proto__":{"enableWithdrawals":false}}',
  ])('%s says nothing at all', (body) => {
    expect(readBinanceKeyRights(body)).toMatchObject({
      trade: 'unknown',
      withdraw: 'unknown',
      futures: 'unknown',
      margin: 'unknown',
      ipRestricted: 'unknown',
      createdAtMs: unknownRights.createdAtMs,
      expiresAtMs: 'unknown',
    });
  });
});
