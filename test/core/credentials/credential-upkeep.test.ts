import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyPassport } from '../../../core/contract/shapes.ts';
import { createCredentialsTable } from '../../../core/custody/credentials-table.ts';
import { enterKeys } from '../../../core/custody/enter-keys.ts';
import { createKeptKeys } from '../../../core/custody/kept-keys.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { type BinanceServer, serveBinance, testKey } from '../../exchange/binance/binance-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { type CustodyPlace, custodyFolder } from './custody-place.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const restrictions = '/sapi/v1/account/apiRestrictions';
const environment = { CEX_BINANCE_API_KEY: testKey.apiKey, CEX_BINANCE_API_SECRET: testKey.secret };

let clock: ManualClock = manualClock();
let server: BinanceServer;
let net: TlsFetch;
beforeAll(async () => {
  server = await serveBinance({ nowMs: () => clock.nowMs() });
  net = tlsFetch([server]);
});
beforeEach(() => {
  server.faults.clear();
  server.forget();
});
afterAll(async () => {
  net.close();
  await server.close();
});

/** Time passes while the machine sleeps, all but the last minute; upkeep looks once. */
function pass(ms: number): void {
  clock.sleep(ms - minuteMs);
  clock.wind(minuteMs);
}
const passport = (place: CustodyPlace): KeyPassport | null => place.rows('cex-key')[0]?.passport ?? null;
/** How often the passport was read, and how often in vain. */
async function readings({ foundations }: CustodyPlace): Promise<readonly [number, number]> {
  const rows = unwrap(await foundations.audit.query({ eventType: 'key-passport', limit: 50 }));
  return [rows.length, rows.filter(({ status }) => status === 'failed').length];
}
const until = (place: CustodyPlace, expected: readonly [number, number]): Promise<void> =>
  expect.poll(() => readings(place), { timeout: 20_000 }).toEqual(expected);
/** That they are still that many, once all that was asked before has been answered. */
async function still(place: CustodyPlace, expected: readonly [number, number]): Promise<void> {
  for (let trip = 0; trip < 3; trip += 1) await net.fetch('https://api.binance.com/api/v3/time').catch(() => undefined);
  await place.told();
  expect(await readings(place)).toEqual(expected);
}
/** Whatever is asked fails from now on. */
const unreachable = (): void => server.faults.draw(({ path }) => (path === restrictions ? 'reset before' : 'none'));

function folder() {
  const one = custodyFolder();
  clock = one.clock;
  return { ...one, start: (set = {}, ports = {}) => one.start(set, { fetch: net.fetch, ...ports }) };
}

describe('passports that are kept true', () => {
  it('are read once the console stands, and again before they are a day old: never a moment without one', async () => {
    const place = folder().start(environment);
    expect(passport(place)).toMatchObject({ state: 'unread', verdict: 'unknown' });
    expect(server.count('GET', restrictions)).toBe(0);
    clock.wind(2_000);
    await until(place, [1, 0]);
    const readAtMs = clock.nowMs();
    expect(passport(place)).toMatchObject({ state: 'fresh', verdict: 'fit', readAtMs });
    pass(23 * hourMs);
    await still(place, [1, 0]);
    expect(passport(place)).toMatchObject({ verdict: 'fit', readAtMs });
    clock.wind(minuteMs);
    await until(place, [2, 0]);
    expect(passport(place)).toMatchObject({ state: 'fresh', verdict: 'fit', readAtMs: clock.nowMs() });
    expect(server.mutating()).toBe(0);
  });

  it('are too old after a restart by what the trail was told last, although the clock was set back meanwhile', async () => {
    const { start } = folder();
    const place = start(environment);
    clock.wind(2_000);
    await until(place, [1, 0]);
    clock.jump(25 * hourMs);
    await place.told();
    clock.jump(-20 * hourMs);
    const later = start(environment);
    expect(passport(later)).toMatchObject({ state: 'stale', verdict: 'unknown' });
    clock.wind(2_000);
    await until(later, [2, 0]);
    expect(passport(later)).toMatchObject({ state: 'fresh', verdict: 'fit' });
  });

  it('that cannot be read keep what was known for a day and not longer, and are tried once an hour', async () => {
    const place = folder().start(environment);
    clock.wind(2_000);
    await until(place, [1, 0]);
    const readAtMs = clock.nowMs();
    unreachable();
    pass(23 * hourMs + minuteMs);
    await until(place, [2, 1]);
    const known = { withdraw: 'no', trade: 'yes', readAtMs, failure: 'Binance could not be reached.' };
    expect(passport(place)).toMatchObject({ ...known, state: 'failed', verdict: 'fit' });
    pass(50 * minuteMs);
    await still(place, [2, 1]);
    expect(passport(place)).toMatchObject({ verdict: 'fit' });
    pass(10 * minuteMs);
    await until(place, [3, 2]);
    expect(clock.nowMs() - readAtMs).toBeGreaterThan(24 * hourMs);
    expect(passport(place)).toMatchObject({ ...known, verdict: 'unknown' });
    // No word of the wall clock makes it younger.
    clock.jump(-2 * hourMs);
    expect(passport(place)).toMatchObject({ ...known, verdict: 'unknown' });
    clock.jump(2 * hourMs);
    server.faults.clear();
    pass(hourMs);
    await until(place, [4, 2]);
    expect(passport(place)).toMatchObject({ state: 'fresh', verdict: 'fit', failure: null });
  });

  it('were never read: one that fails is tried hourly, too', async () => {
    const place = folder().start(environment);
    unreachable();
    clock.wind(2_000);
    await until(place, [1, 1]);
    pass(59 * minuteMs);
    await still(place, [1, 1]);
    expect(passport(place)).toMatchObject({ state: 'failed', verdict: 'unknown', withdraw: 'unknown' });
    server.faults.clear();
    pass(2 * minuteMs);
    await until(place, [2, 1]);
    expect(passport(place)).toMatchObject({ verdict: 'fit' });
  });
});

describe('nobody is asked anything', () => {
  it('while no key is there, nor while the vault hides it, nor of one that stands by', async () => {
    const one = folder();
    const none = one.start();
    for (let day = 0; day < 3; day += 1) pass(24 * hourMs);
    await still(none, [0, 0]);

    const { database, vault } = none.foundations;
    const parts = { table: createCredentialsTable(database), kept: createKeptKeys(vault), clock, ids: systemIds };
    const keyOf = (apiKey: string) => ({ apiKey, secret: testKey.secret, password: null });
    const entered = [testKey.apiKey, 'another-key'].map((apiKey) => ({
      exchange: 'binance' as const,
      label: apiKey,
      key: keyOf(apiKey),
      from: null,
    }));
    unwrap(enterKeys(parts, entered));
    const locked = one.start({}, { masterKey: null });
    for (let day = 0; day < 3; day += 1) pass(24 * hourMs);
    await still(locked, [0, 0]);
    expect(server.count('GET', restrictions)).toBe(0);

    // Open it is read at once: what was hidden did not count as tried.
    const open = one.start();
    clock.wind(2_000);
    await until(open, [1, 0]);
    expect(open.rows('cex-key').map((row) => [row.state, row.passport?.state])).toEqual([
      ['active', 'fresh'],
      ['standby', 'unread'],
    ]);
    expect(server.requests().every(({ headers }) => headers['x-mbx-apikey'] !== 'another-key')).toBe(true);
  });

  it('after the console ended', async () => {
    const place = folder().start(environment);
    place.custody.close();
    pass(24 * hourMs);
    await still(place, [0, 0]);
    expect(server.count('GET', restrictions)).toBe(0);
  });
});
