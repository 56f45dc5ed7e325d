import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEnvText } from '../../../core/settings/env-file.ts';
import { loadSettings } from '../../../core/settings/settings.ts';
import { sharedFolder } from '../../shared-folder.ts';

const load = (environment: Record<string, string>) => loadSettings({ environment, dataFolder: null });

describe('settings', () => {
  it.each([
    ['PAPER_MODE', 'yes', true],
    ['PAPER_MODE', 'OFF', false],
    ['MAX_SIGN_VALUE_WEI', '0', 0n],
    ['MAX_SIGN_GAS', '0x7a120', 500_000n],
    ['ALLOW_SIGN_CHAIN_IDS', '1, 8453,0xa4b1', [1n, 8453n, 42161n]],
    ['ALLOW_EXCHANGES', 'Binance, kraken', ['binance', 'kraken']],
    ['ALLOW_CEX_SYMBOLS', 'btc/usdt', ['BTC/USDT']],
    ['MAX_CEX_ORDER_AMOUNT', '0.050', '0.05'],
    ['SIGNER_TYPE', 'ledger', 'ledger'],
    ['REMOTE_SIGNER_RETRY_COUNT', '0', 0],
    ['PORTCULLIS_PRACTICE_MARKET', 'simulated', { kind: 'simulated' }],
    ['PORTCULLIS_PRACTICE_MARKET', 'mirror:kraken', { kind: 'mirror', exchange: 'kraken' }],
    ['PORTCULLIS_PRACTICE_MARKET', 'Mirror:bitstamp', { kind: 'mirror', exchange: 'bitstamp' }],
  ])('reads %s=%s', (name, text, value) => {
    const settings = load({ [name]: text });
    expect(settings.problems).toEqual([]);
    expect((settings.values as Record<string, unknown>)[name]).toEqual(value);
  });

  it.each([
    ['TRADING_HALTED', 'y', 'invalid_setting'],
    ['PAPER_MODE', 'ture', 'invalid_setting'],
    ['EXECUTION_APPROVAL_MODE', 'approve-each', 'invalid_setting'],
    ['MAX_SIGN_VALUE_WEI', '1e18', 'invalid_policy_config'],
    ['MAX_CEX_ORDER_AMOUNT', '0,05', 'invalid_policy_config'],
    ['MAX_CEX_ORDER_AMOUNT', '-1', 'invalid_policy_config'],
    ['ALLOW_SIGN_CHAIN_IDS', 'mainnet', 'invalid_policy_config'],
    ['ALLOW_SIGN_CHAIN_IDS', '1,,10', 'invalid_policy_config'],
    ['ALLOW_SIGN_TO_ADDRESSES', '0xrouter1', 'invalid_policy_config'],
    [
      'ALLOW_SIGNER_ADDRESSES',
      '0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4f'.replace('9d8A', '9D8A'),
      'invalid_policy_config',
    ],
    ['CEX_API_KEY', '...', 'invalid_setting'],
    ['PRIVATE_KEY', '0x...', 'invalid_setting'],
    ['MAX_CEX_ORDER_AMOUNTT', '1', 'unknown_setting'],
    ['SIGNER_MAXGAS', '1', 'unknown_setting'],
  ])('names %s=%s as a problem (%s)', (name, text, code) => {
    expect(load({ [name]: text }).problems).toMatchObject([{ name, code }]);
  });

  it.each([
    ['mirror:krakn', '; did you mean mirror:kraken?'],
    ['mirror:nowhere-at-all', ''],
    ['mirror:', ''],
    ['mirror: kraken', '; did you mean mirror:kraken?'],
    ['mirror:toString', ''],
    ['kraken', ''],
  ])('says which practice markets there are where it is told %s', (text, hint) => {
    const { problems, values } = load({ PORTCULLIS_PRACTICE_MARKET: text });
    const allowed =
      "simulated, mirror:binance, mirror:kraken, mirror:coinbase, or mirror: and another exchange's name in ccxt";
    const said = `PORTCULLIS_PRACTICE_MARKET must be ${allowed}${hint}`;
    expect(problems).toEqual([{ name: 'PORTCULLIS_PRACTICE_MARKET', code: 'invalid_setting', text: said }]);
    expect(values.PORTCULLIS_PRACTICE_MARKET).toBeUndefined();
  });

  it('counts an empty value as unset and leaves foreign names alone', () => {
    const settings = load({ MAX_SIGN_GAS: '', HOME: '/root', LANG: 'C' });
    expect(settings.rows()).toEqual([]);
    expect(settings.problems).toEqual([]);
  });

  it('treats a halt that cannot be read as a halt', () => {
    expect(load({ TRADING_HALTED: 'halt' }).haltRequested).toBe(true);
    expect(load({ TRADING_HALTED: 'false' }).haltRequested).toBe(false);
    expect(load({}).haltRequested).toBe('unset');
  });

  it('never shows a secret, in rows or in problems', () => {
    const canary = '0xcanary5ec7e7';
    const settings = load({
      PRIVATE_KEY: canary,
      CEX_BINANCE_API_SECRET: canary,
      KEYSTORE_PASSWORD: canary,
      SIGNER_REMOTE_URL: `https://user:${canary}@x`,
    });
    expect(JSON.stringify([settings.problems, settings.rows().filter((row) => row.secret)])).not.toContain('canary');
    expect(settings.rows().find((row) => row.name === 'KEYSTORE_PASSWORD')).toMatchObject({
      value: '(set)',
      secret: true,
    });
  });

  it('says of a switch that it keeps to paper and arms nothing', () => {
    const rows = load({ PAPER_MODE: 'false', LIVE_TRADING_ENABLED: 'true', TRADING_HALTED: 'true' }).rows();
    expect(rows.map(({ name, note }) => [name, note])).toEqual([
      ['LIVE_TRADING_ENABLED', 'false: live trading cannot be armed; true arms nothing'],
      ['PAPER_MODE', 'true: live trading cannot be armed; false arms nothing'],
      ['TRADING_HALTED', null],
    ]);
  });

  it('tells by the fingerprint that a safety-relevant setting changed', () => {
    const before = load({ MAX_SIGN_GAS: '1' }).fingerprint;
    expect(load({ MAX_SIGN_GAS: '1', PORTCULLIS_API_PORT: '1' }).fingerprint).toBe(before);
    expect(load({ MAX_SIGN_GAS: '2' }).fingerprint).not.toBe(before);
  });

  it('names the contradiction of a signer policy that is off although it has rules', () => {
    expect(load({ SIGNER_POLICY_ENABLED: 'false', SIGNER_MAX_GAS: '1' }).problems).toMatchObject([
      { code: 'conflict' },
    ]);
  });

  it('reports settings of features that are not offered', () => {
    expect(load({ ALLOW_ROUTERS_BASE: '0x1', MAX_TRADE_AMOUNT: '5' })).toMatchObject({
      notOffered: ['ALLOW_ROUTERS_BASE', 'MAX_TRADE_AMOUNT'],
      problems: [],
    });
  });

  describe('from .env', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'portcullis-env-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));
    const write = (text: string, mode = 0o600) => {
      writeFileSync(join(folder, '.env'), text, { mode });
      chmodSync(join(folder, '.env'), mode);
    };

    it('come after the process environment', () => {
      write('export MAX_SIGN_GAS="5"\n# words\nMAX_SIGN_DATA_BYTES=7\n');
      const settings = loadSettings({ environment: { MAX_SIGN_GAS: '6' }, dataFolder: folder });
      expect(settings.values).toMatchObject({ MAX_SIGN_GAS: 6n, MAX_SIGN_DATA_BYTES: 7n });
      expect(settings.rows().map((row) => row.source)).toEqual(['env-file', 'environment']);
    });

    it('are not taken from a file that others can read, or from a link', () => {
      write('MAX_SIGN_GAS=5', 0o644);
      expect(loadSettings({ environment: {}, dataFolder: folder })).toMatchObject({
        values: {},
        problems: [{ code: 'unsafe_env_file' }],
      });
      rmSync(join(folder, '.env'));
      symlinkSync('/etc/hostname', join(folder, '.env'));
      expect(loadSettings({ environment: {}, dataFolder: folder }).problems).toMatchObject([
        { code: 'unsafe_env_file' },
      ]);
    });

    it.each(['NODE_OPTIONS=x', 'LD_PRELOAD=x', 'HTTPS_PROXY=x', 'PATH=x', 'not a line', 'A=1\nA=2'])(
      'names %s as a problem',
      (line) => {
        expect(parseEnvText(line).problems).toHaveLength(1);
      },
    );
  });
});

const shared = sharedFolder();
if (shared !== null) {
  const document = readFileSync(join(shared, 'spec', 'CUSTODY.md'), 'utf8');
  const named = [...document.matchAll(/```bash\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => [...(block ?? '').matchAll(/^(?:export )?([A-Z][A-Z0-9_]*)=(\S*)/gm)])
    .map(([, name, value]) => [name ?? '', value ?? ''] as const)
    .filter(([name]) => name !== '');
  describe('the custody document', () => {
    it('names settings at all', () => expect(named.length).toBeGreaterThan(25));
    it.each(named)('has %s=%s known, parsed or named', (name, value) => {
      const settings = load({ [name]: value });
      const isParsed = Object.hasOwn(settings.values, name);
      const problem = settings.problems.find((candidate) => candidate.name === name);
      expect(settings.rows().map((row) => row.name)).toEqual([name]);
      expect(isParsed || (problem !== undefined && problem.code !== 'unknown_setting')).toBe(true);
    });
  });
}
