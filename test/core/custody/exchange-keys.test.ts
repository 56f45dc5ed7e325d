import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCredentialsTable, type StoredCredential } from '../../../core/custody/credentials-table.ts';
import { createKeptKeys, keyFingerprint } from '../../../core/custody/kept-keys.ts';
import { openExchangeKeys } from '../../../core/custody/open-exchange-keys.ts';
import { createSealedRecords } from '../../../core/custody/sealed-records.ts';
import { type ExchangeName, exchangeNames } from '../../../core/domain/exchanges.ts';
import { err } from '../../../core/domain/result.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { exchangeKeySettings } from '../../../core/settings/exchange-key-settings.ts';
import { loadSettings } from '../../../core/settings/settings.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const pem = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  .privateKey.export({ type: 'sec1', format: 'pem' })
  .toString();

/** A part whose text says whose it is, such as 'environment-kraken-secret'; one that an exchange would take. */
function partOf(origin: string, owner: string, part: string): string {
  const text = `${origin}-${owner}-${part}`;
  return part === 'secret' ? Buffer.from(text).toString('base64') : text;
}

function world(environment: Readonly<Record<string, string>>, envFile: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const database = unwrap(openDatabase(join(folder, 'console.db'), consoleMigrations));
  onTestFinished(() => void database.close());
  const masterKey = new Uint8Array(32).fill(7);
  const records = createSealedRecords(database, systemIds, manualClock());
  const locked = err({ code: 'vault-locked', retry: 'never' } as const);
  /** The vault's records, open or locked. */
  const start = (key: Uint8Array | null = masterKey) => ({
    put: (identity: string, bytes: Uint8Array) => (key === null ? locked : records.put(key, identity, bytes)),
    take: (identity: string) => (key === null ? locked : records.take(key, identity)),
    remove: (identity: string) => (key === null ? locked : records.remove(identity)),
  });
  const table = createCredentialsTable(database);
  const merged = { ...envFile, ...environment };
  const set = exchangeKeySettings({
    values: merged,
    rows: () =>
      Object.keys(merged).map((name) => ({
        name,
        source: name in environment ? 'environment' : 'env-file',
        value: '(set)',
        secret: true,
        note: null,
      })),
  });
  let names: readonly string[] | null = null;
  const open = (vault = start()) =>
    openExchangeKeys({ set, table, kept: createKeptKeys(vault), allowed: () => names, isWiped: () => false });
  return {
    table,
    start,
    open,
    allow: (next: readonly string[] | null) => {
      names = next;
    },
    keep(exchange: ExchangeName, state: StoredCredential['state'] = 'active', id = `vault-${exchange}`) {
      const secret = exchange === 'coinbase' ? pem : partOf('vault', exchange, 'secret');
      unwrap(
        createKeptKeys(start()).put(id, exchange, {
          apiKey: partOf('vault', exchange, 'key'),
          secret,
          password: partOf('vault', exchange, 'password'),
        }),
      );
      const fingerprint = keyFingerprint({ apiKey: partOf('vault', exchange, 'key') });
      unwrap(table.keep({ ...credential(id, exchange, state), fingerprint }, []));
    },
  };
}

function credential(credentialId: string, subject: string, state: StoredCredential['state']): StoredCredential {
  return {
    credentialId,
    kind: 'cex-key',
    slot: null,
    subject,
    label: 'A key',
    place: 'vault',
    fingerprint: '0011223344556677',
    state,
    createdAtMs: null,
    enteredAtMs: 1,
    lastRotatedAtMs: null,
    notAfterMs: null,
    intervalDays: 90,
    intervalReason: null,
    attested: null,
  };
}

const whole = (origin: string, owner: 'KRAKEN' | 'BINANCE' | '') => {
  const start = owner === '' ? 'CEX_API' : `CEX_${owner}_API`;
  const name = owner === '' ? 'generic' : owner.toLowerCase();
  return { [`${start}_KEY`]: partOf(origin, name, 'key'), [`${start}_SECRET`]: partOf(origin, name, 'secret') };
};

describe('the key that counts for an exchange', () => {
  it("is that of its own settings, else the vault's, else the generic one where only this exchange is allowed", () => {
    const all = world({ ...whole('environment', 'KRAKEN'), ...whole('environment', '') });
    all.keep('kraken');
    all.keep('binance');
    all.allow(['coinbase', 'kraken', 'practice']);
    expect(all.open().keyFor('kraken')).toMatchObject({ ok: true, value: { source: 'environment' } });
    expect(all.open().keyFor('binance')).toMatchObject({
      ok: true,
      value: { source: 'vault', credentialId: 'vault-binance', apiKey: 'vault-binance-key' },
    });
    // Two are allowed: whose the generic one is cannot be known.
    expect(all.open().keyFor('coinbase')).toMatchObject({ ok: false, error: { code: 'conflict' } });

    const one = world({}, whole('env-file', ''));
    one.allow(['kraken']);
    expect(one.open().keyFor('kraken')).toMatchObject({ ok: true, value: { source: 'generic' } });
    expect(one.open().keyFor('binance')).toEqual({ ok: true, value: null });
    one.allow([]);
    expect(one.open().keyFor('kraken')).toEqual({ ok: true, value: null });
    // It may be a key of the other, which cannot be traded on here.
    one.allow(['kraken', 'okx']);
    expect(one.open().keyFor('kraken')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    one.allow(null);
    expect(one.open().keyFor('kraken')).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  it('is none where half of one is set, however whole another is', () => {
    const half = world({ CEX_KRAKEN_API_KEY: 'environment-kraken-key', ...whole('environment', '') });
    half.keep('kraken');
    half.allow(['kraken']);
    expect(half.open().keyFor('kraken')).toMatchObject({
      ok: false,
      error: { code: 'conflict', what: 'CEX_KRAKEN_API_SECRET is not set although CEX_KRAKEN_API_KEY is' },
    });
  });

  it('is none where its key is set in one place and its secret in another', () => {
    const mixed = world(
      { CEX_KRAKEN_API_KEY: 'environment-kraken-key' },
      { CEX_KRAKEN_API_SECRET: partOf('env-file', 'kraken', 'secret') },
    );
    expect(mixed.open().keyFor('kraken')).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  it('cannot be had while the vault that keeps it is locked, and nothing takes its place', () => {
    const { allow, keep, open, start } = world(whole('environment', ''));
    keep('kraken');
    allow(['kraken']);
    expect(open(start(null)).keyFor('kraken')).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
  });

  it('is never a record that was moved to it from another exchange', () => {
    const { keep, open, table } = world({});
    keep('kraken');
    unwrap(table.keep(credential('vault-kraken', 'binance', 'active'), []));
    expect(open().keyFor('binance')).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(open().keyFor('kraken')).toEqual({ ok: true, value: null });
  });

  it('is never another key under the same id: its row, and its passport, tell of the one that was entered', () => {
    const { keep, open, start } = world({});
    keep('kraken');
    expect(open().keyFor('kraken')).toMatchObject({ ok: true, value: { source: 'vault' } });
    const other = { apiKey: 'vault-kraken-other', secret: partOf('vault', 'kraken', 'secret'), password: null };
    unwrap(createKeptKeys(start()).put('vault-kraken', 'kraken', other));
    expect(open().keyFor('kraken')).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  });

  it('changes with the policy and the vault, and who listens is told once', () => {
    const { allow, keep, open, table } = world(whole('environment', ''));
    const keys = open();
    const heard: string[] = [];
    const stop = keys.onChange((exchange) => heard.push(exchange));
    keys.refresh();
    expect(heard).toEqual([]);
    keep('binance');
    keys.refresh();
    keys.refresh();
    expect(heard).toEqual(['binance']);
    allow(['kraken']);
    keys.refresh();
    expect(heard.sort()).toEqual(['binance', 'coinbase', 'kraken']);
    stop();
    unwrap(table.keep(credential('vault-binance', 'binance', 'retired'), []));
    keys.refresh();
    expect(heard).toHaveLength(3);
  });
});

describe('a placeholder among the settings', () => {
  it('is a problem of that exchange, not a reason to use another key', () => {
    const settings = loadSettings({
      environment: { CEX_KRAKEN_API_KEY: '...', CEX_KRAKEN_API_SECRET: 'c2VjcmV0', CEX_OKX_API_KEY: 'stranger' },
      dataFolder: null,
    });
    const set = exchangeKeySettings(settings);
    expect(set.byExchange.get('kraken')?.apiKey).toMatchObject({ text: null });
    expect([...set.byExchange.keys()]).toEqual(['kraken', 'okx']);
    expect(set.generic).toBeNull();
  });
});

const settingNames = exchangeNames
  .map((name) => name.toUpperCase())
  .flatMap((owner) =>
    ['API_KEY', 'API_SECRET', 'API_PASSWORD'].map((part) => ({ owner, name: `CEX_${owner}_${part}` })),
  )
  .concat(['KEY', 'SECRET', 'PASSWORD'].map((part) => ({ owner: 'GENERIC', name: `CEX_API_${part}` })));
const places = fc.constantFrom('no', 'no', 'environment', 'environment', 'env-file');

describe('whatever is set and kept', () => {
  it("no exchange ever gets another's key, or parts of two", () => {
    fc.assert(
      fc.property(
        fc.tuple(...settingNames.map(() => places)),
        fc.subarray([...exchangeNames]),
        fc.option(fc.subarray([...exchangeNames, 'practice', 'okx']), { nil: null }),
        (chosen, inVault, allowed) => {
          const environment: Record<string, string> = {};
          const envFile: Record<string, string> = {};
          for (const [index, { name, owner }] of settingNames.entries()) {
            const place = chosen[index] ?? 'no';
            if (place === 'no') continue;
            const part = name.split('_').at(-1)?.toLowerCase() ?? '';
            (place === 'environment' ? environment : envFile)[name] = partOf(place, owner.toLowerCase(), part);
          }
          const { allow, keep, open } = world(environment, envFile);
          for (const exchange of inVault) keep(exchange);
          allow(allowed);
          for (const exchange of exchangeNames) {
            const key = open().keyFor(exchange);
            if (!key.ok || key.value === null) continue;
            const { apiKey, password, secret } = key.value;
            const [origin, owner] = originOf(apiKey);
            expect([exchange, 'generic']).toContain(owner);
            if (owner === 'generic') expect(allowed?.filter((name) => name !== 'practice')).toEqual([exchange]);
            if (secret !== pem) expect(originOf(Buffer.from(secret, 'base64').toString())).toEqual([origin, owner]);
            else expect(origin).toBe('vault');
            if (password !== null) expect(originOf(password)).toEqual([origin, owner]);
            expect(key.value.exchange).toBe(exchange);
          }
        },
      ),
      { numRuns: process.env.PORTCULLIS_LONG === undefined ? 60 : 2000 },
    );
  });
});

function originOf(text: string): readonly string[] {
  const match = /^(environment|env-file|vault)-([a-z]+)-/.exec(text);
  return [match?.[1] ?? '', match?.[2] ?? ''];
}
