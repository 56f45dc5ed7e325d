import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { apiTokenFile } from '../../core/api/api-tokens.ts';
import type { CredentialRow } from '../../core/contract/shapes.ts';
import { spotOnly } from '../exchange/binance/binance-keys.ts';
import { type BinanceServer, serveBinance } from '../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../exchange/tls-fetch.ts';
import { type TemporaryCore, type TemporaryOptions, temporaryCore } from './temporary-core.ts';

let server: BinanceServer;
let net: TlsFetch;
let world: TemporaryCore | null = null;
const masterKey = new Uint8Array(32).fill(9);
const second = { apiKey: 'second-binance-api-key-31aa', secret: 'second-binance-secret-77b0' };

beforeAll(async () => {
  server = await serveBinance();
  net = tlsFetch([server]);
  server.addKey(second.apiKey, second.secret, { ...server.credentials.rights, enableWithdrawals: true });
});
afterEach(async () => {
  await world?.remove();
  world = null;
  server.faults.clear();
  server.credentials.rights = spotOnly;
  server.forget();
});
afterAll(async () => {
  net.close();
  await server.close();
});

async function open(options: TemporaryOptions = {}): Promise<TemporaryCore> {
  world = await temporaryCore({ ...options, ports: { fetch: net.fetch, masterKey, ...options.ports } });
  return world;
}
const restrictions = '/sapi/v1/account/apiRestrictions';
const readings = (): number => server.count('GET', restrictions);
const first = () => ({ apiKey: server.credentials.apiKey, secret: server.credentials.secret });
const add = (core: TemporaryCore, label: string, key = first()) =>
  core.ask('exchangeKeys.add', { exchange: 'binance', label, ...key }, 'approval');
const typesOf = async (core: TemporaryCore): Promise<readonly string[]> =>
  (await core.get('audit.query', { limit: 100 }))
    .filter(({ eventType }) => /^credential-|^key-passport/.test(eventType))
    .map(({ eventType, level, status }) => `${eventType} ${status} ${level}`)
    .reverse();
async function rows(core: TemporaryCore): Promise<readonly CredentialRow[]> {
  return (await core.get('custody.list', {})).credentials;
}

describe('a key that is entered', () => {
  it('has its passport read at once, is there after a restart, and is nowhere in plain', async () => {
    const core = await open();
    const added = await add(core, 'Desk');
    expect(added).toMatchObject({
      ok: true,
      value: {
        label: 'Desk',
        kind: 'cex-key',
        subject: 'binance',
        place: 'vault',
        state: 'active',
        stateText: 'In use.',
        specDays: 90,
        createdAtMs: 1_698_645_219_000,
        passport: { state: 'fresh', verdict: 'fit', withdraw: 'no', trade: 'yes', ipRestricted: 'yes' },
      },
    });
    expect(readings()).toBe(1);
    expect(server.mutating()).toBe(0);
    expect(await typesOf(core)).toEqual([
      'credential-entered requested info',
      'credential-entered ok info',
      'key-passport ok info',
    ]);
    expect(core.heard.some(({ topic }) => topic === 'custody.changed')).toBe(true);
    world = await core.restart();
    expect(await rows(world)).toMatchObject([{ label: 'Desk', passport: { verdict: 'fit' } }]);
    for (const file of ['console.db', 'console.db-wal', 'audit.db', 'audit.db-wal']) {
      const bytes = readFileSync(join(world.folder, file)).toString('latin1');
      for (const text of Object.values(first())) expect(bytes.includes(text), file).toBe(false);
    }
  });

  it('may be kept when it can withdraw, and is unfit with the reason', async () => {
    const core = await open();
    expect(await add(core, 'Wide', second)).toMatchObject({
      ok: true,
      value: {
        passport: {
          verdict: 'unfit',
          findings: expect.arrayContaining([
            { severity: 'refusal', text: expect.stringContaining('can withdraw or transfer money out') },
          ]),
        },
      },
    });
    expect(await typesOf(core)).toContain('key-passport ok warn');
  });

  it('is kept unread where the exchange cannot be reached, and says so', async () => {
    const core = await open();
    server.faults.meet(['reset before', 'reset before', 'reset before'], ({ path }) => path === restrictions);
    expect(await add(core, 'Desk')).toMatchObject({
      ok: true,
      value: { passport: { state: 'failed', verdict: 'unknown', failure: 'Binance could not be reached.' } },
    });
    expect(await typesOf(core)).toContain('key-passport failed warn');
  });

  it('is refused when it is there already, and stands by when another is in use', async () => {
    const core = await open();
    expect(await add(core, 'Desk')).toMatchObject({ ok: true });
    expect(await add(core, 'Again')).toMatchObject({
      ok: false,
      error: { code: 'conflict', what: "this key of Binance is kept already, as 'Desk'" },
    });
    const other = await add(core, 'Other', second);
    expect(other).toMatchObject({ ok: true, value: { state: 'standby' } });
    if (!other.ok) return;
    const { credentialId } = other.value;
    const used = await core.get('exchangeKeys.use', { credentialId }, 'approval');
    expect(used).toMatchObject({ state: 'active', lastRotatedAtMs: expect.any(Number) });
    expect((await rows(core)).map(({ label, state }) => [label, state])).toEqual([
      ['Desk', 'standby'],
      ['Other', 'active'],
    ]);
    await core.get('exchangeKeys.retire', { credentialId, reason: 'It can withdraw' }, 'approval');
    expect(await rows(core)).toMatchObject([{ state: 'standby' }, { state: 'retired', dueAtMs: null }]);
    expect(await core.ask('exchangeKeys.readPassport', { credentialId })).toMatchObject({
      error: { code: 'conflict' },
    });
    expect((await typesOf(core)).slice(-4)).toEqual([
      'credential-rotated requested info',
      'credential-rotated ok info',
      'credential-retired requested info',
      'credential-retired ok info',
    ]);
  });

  it('is only taken into use where it takes no place', async () => {
    const core = await open();
    const added = await add(core, 'Desk');
    const other = await add(core, 'Other', second);
    if (!added.ok || !other.ok) throw new Error('they were not taken');
    await core.get('exchangeKeys.retire', { credentialId: added.value.credentialId, reason: 'It leaked' }, 'approval');
    await core.get('exchangeKeys.use', { credentialId: other.value.credentialId }, 'approval');
    expect((await typesOf(core)).slice(-2)).toEqual(['credential-used requested info', 'credential-used ok info']);
    expect(await rows(core)).toMatchObject([{ state: 'retired' }, { state: 'active', lastRotatedAtMs: null }]);
    const { credentialId } = other.value;
    const told = await core.get('audit.query', { subject: credentialId, limit: 50 });
    expect(told.map(({ eventType }) => eventType)).toEqual(['credential-used', 'credential-used', 'key-passport']);
  });

  it('stays wiped although something else about it was asked for at the same moment', async () => {
    const core = await open();
    const added = await add(core, 'Desk');
    if (!added.ok) throw new Error('it was not taken');
    const { credentialId } = added.value;
    await Promise.all([
      core.ask('exchangeKeys.retire', { credentialId, reason: 'It leaked' }, 'approval'),
      core.ask('custody.shortenInterval', { credentialId, days: 30 }),
      core.ask('exchangeKeys.use', { credentialId }, 'approval'),
    ]);
    expect(await rows(core)).toMatchObject([{ state: 'retired' }]);
  });

  it('is not taken while the vault is locked, and the console window can enter none', async () => {
    const core = await open({ ports: { masterKey: null } });
    expect(await add(core, 'Desk')).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
    expect(await rows(core)).toEqual([]);
    expect(await core.ask('exchangeKeys.add', { exchange: 'binance', label: 'x', ...first() })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(readings()).toBe(0);
  });
});

describe('a passport that is read again', () => {
  it('warns of a key that became wider, and of one that its exchange has no more', async () => {
    const core = await open();
    const added = await add(core, 'Desk');
    if (!added.ok) throw new Error('it was not taken');
    const { credentialId } = added.value;
    const { rights } = server.credentials;
    server.credentials.rights = { ...rights, enableWithdrawals: true };
    const wider = await core.get('exchangeKeys.readPassport', { credentialId });
    expect(wider.verdict).toBe('unfit');
    expect(wider.findings.map(({ text }) => text).join(' ')).toContain('became wider since it was first read');
    expect((await typesOf(core)).at(-1)).toBe('key-passport ok warn');
    server.credentials.rights = rights;
    server.faults.meet(['page with 200 before'], ({ path }) => path === restrictions);
    expect((await core.get('exchangeKeys.readPassport', { credentialId })).verdict).not.toBe('fit');
    expect((await core.get('exchangeKeys.readPassport', { credentialId })).verdict).toBe('fit');
  });

  it('is asked of an exchange no more than twelve times in a minute, whoever keeps asking', async () => {
    const core = await open();
    const added = await add(core, 'Desk');
    if (!added.ok) throw new Error('it was not taken');
    const { credentialId } = added.value;
    for (let times = 0; times < 12; times += 1) await core.get('exchangeKeys.readPassport', { credentialId });
    const asked = readings();
    expect(await core.ask('exchangeKeys.readPassport', { credentialId }, 'operator')).toMatchObject({
      error: { code: 'rate-limited' },
    });
    expect(readings()).toBe(asked);
  });

  it('counts an attested day and interval, shortens without a reason and lengthens only with one', async () => {
    const core = await open();
    const added = await add(core, 'Desk');
    if (!added.ok) throw new Error('it was not taken');
    const { credentialId } = added.value;
    const shorter = await core.get('custody.shortenInterval', { credentialId, days: 30 });
    expect(shorter).toMatchObject({ intervalDays: 30, dueAtMs: 1_698_645_219_000 + 30 * 86_400_000 });
    expect(await core.ask('custody.shortenInterval', { credentialId, days: 60 })).toMatchObject({
      error: { code: 'conflict' },
    });
    const longer = { credentialId, days: 180, reason: 'The desk is closed' };
    expect(await core.ask('custody.setInterval', longer)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await core.get('custody.setInterval', longer, 'approval')).toMatchObject({
      intervalDays: 180,
      intervalReason: 'The desk is closed',
    });
    expect(await core.ask('custody.setInterval', { ...longer, days: 181 }, 'approval')).toMatchObject({
      error: { code: 'conflict', what: 'whatever the reason, it is to be rotated at least every 180 days' },
    });
    const attested = { credentialId, ipRestricted: true, createdOn: '2026-01-02' };
    expect(await core.get('exchangeKeys.attest', attested, 'approval')).toMatchObject({
      passport: { attested: { ipRestricted: true, createdAtMs: Date.UTC(2026, 0, 2) } },
    });
  });
});

describe('keys that are set', () => {
  const environment = () => ({
    CEX_BINANCE_API_KEY: first().apiKey,
    CEX_BINANCE_API_SECRET: first().secret,
  });

  it('are rows too, and are taken over in one step; the line counts until it is gone', async () => {
    const core = await open();
    writeFileSync(
      join(core.folder, '.env'),
      Object.entries(environment())
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
      { mode: 0o600 },
    );
    world = await core.restart();
    const { credentials, problems } = await world.get('custody.list', {});
    expect(credentials).toMatchObject([{ place: 'env-file', state: 'active', subject: 'binance' }]);
    expect(problems).toEqual(['The key of Binance lies in .env: move it into the vault.']);
    expect(await add(world, 'Typed')).toMatchObject({ error: { code: 'conflict' } });
    const { credentialId } = credentials[0] as CredentialRow;
    const taken = await world.get('exchangeKeys.takeOver', { credentialId, label: 'Desk' }, 'approval');
    expect(taken).toMatchObject({ place: 'vault', label: 'Desk', passport: { verdict: 'fit' } });
    expect(taken.stateText).toContain('counts until its lines are removed');
    expect(await world.ask('exchangeKeys.takeOver', { credentialId, label: 'x' }, 'approval')).toMatchObject({
      error: { code: 'conflict' },
    });
    rmSync(join(world.folder, '.env'));
    world = await world.restart();
    expect((await rows(world)).map(({ place, state }) => [place, state])).toEqual([
      ['env-file', 'retired'],
      ['vault', 'active'],
    ]);
  });

  it('are told where half a key is set, several could own it, or nobody trades there', async () => {
    const core = await open({
      environment: {
        CEX_KRAKEN_API_KEY: 'half',
        CEX_API_KEY: 'whose',
        CEX_API_SECRET: 'whose-secret',
        CEX_OKX_API_KEY: 'elsewhere',
      },
    });
    const { credentials, problems } = await core.get('custody.list', {});
    expect(credentials).toEqual([]);
    expect(problems.join('\n')).toMatch(
      /CEX_KRAKEN_API_SECRET is not set[\s\S]*CEX_API_KEY names no exchange[\s\S]*okx cannot be traded on here/,
    );
    expect(readings()).toBe(0);
  });

  it('have their passport read by themselves once the console stands, and nothing is asked where none is', async () => {
    const core = await open({ environment: environment() });
    await expect.poll(async () => (await rows(core))[0]?.passport?.verdict, { timeout: 20_000 }).toBe('fit');
    expect(readings()).toBe(1);
    expect(server.mutating()).toBe(0);
  });
});

describe('a copy of another vault that replaces what is here', () => {
  it('makes nothing look rotated that was not', async () => {
    const passphrase = 'a passphrase of the copy';
    const other = await temporaryCore({ ports: { masterKey: new Uint8Array(32).fill(8) } });
    onTestFinished(() => other.remove());
    const core = await open();
    for (const { folder } of [other, core]) writeFileSync(join(folder, apiTokenFile), 'a'.repeat(64), { mode: 0o600 });
    await rows(other);
    const [token] = await rows(core);
    expect(token).toMatchObject({ kind: 'api-token', fingerprint: expect.any(String), lastRotatedAtMs: null });
    const { file } = await other.get('vault.export', { passphrase }, 'approval');
    const copy = { text: readFileSync(file, 'utf8'), passphrase, replace: true };
    await core.get('vault.import', copy, 'approval');
    expect(await rows(core)).toMatchObject([{ fingerprint: token?.fingerprint, lastRotatedAtMs: null }]);
  });
});
