import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Approval } from '../../../core/contract/shapes.ts';
import { exchangeNames } from '../../../core/domain/exchanges.ts';
import { armingWord } from '../../../core/golive/arming-desk.ts';
import { liveSymbols, type ThreeExchanges, threeExchanges } from '../../exchange/three-exchanges.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import { sentOrder, type TemporaryCore, temporaryCore } from '../temporary-core.ts';
import { livePolicy } from './live-policy.ts';
import { meetRegisters, missingItems } from './meet-registers.ts';

let world: ThreeExchanges;
let net: TlsFetch;
let core: TemporaryCore;

beforeAll(async () => {
  world = await threeExchanges();
  net = tlsFetch(world.servers);
  core = await temporaryCore({
    environment: { EXECUTION_APPROVAL_MODE: 'auto' },
    ports: { fetch: net.fetch, masterKey: new Uint8Array(32).fill(9) },
    host: { isOfficial: true, openings: [] },
  });
});
afterAll(async () => {
  await core.remove();
  net.close();
  await world.close();
});

async function approve({ approvalId, digest, word }: Approval): Promise<void> {
  const typed = word === null ? {} : { word };
  await core.get('approvals.decide', { approvalId, digest, answer: 'approve', ...typed }, 'approval');
}
/** Everything that going live asks for, as a person does it. */
async function meetAll(): Promise<void> {
  const { digest } = await core.get('policy.get', {});
  await approve(await core.get('policy.requestChange', { document: livePolicy, baseDigest: digest }));
  for (const { apiKey, exchange, secret } of world.keys) {
    await core.get('exchangeKeys.add', { exchange, label: exchange, apiKey, secret }, 'approval');
  }
  for (const exchange of exchangeNames) await core.get('venues.check', { exchange });
  const { credentials } = await core.get('custody.list', {});
  const told = credentials.find(({ subject }) => subject === 'coinbase')?.credentialId ?? '';
  const createdOn = new Date().toISOString().slice(0, 10);
  await core.get('exchangeKeys.attest', { credentialId: told, ipRestricted: true, createdOn }, 'approval');
  await meetRegisters(core, approve);
}

async function order(exchange: (typeof exchangeNames)[number], amount = '0.0005') {
  const draft = {
    exchange,
    symbol: liveSymbols[exchange],
    side: 'buy',
    type: 'limit',
    amount,
    price: '20000',
  } as const;
  const preview = await core.ask('orders.preview', draft);
  return preview.ok ? core.ask('orders.submit', { previewId: preview.value.previewId }) : preview;
}
/** Whether an order could be placed there now, as its preview says. */
async function isReady(exchange: (typeof exchangeNames)[number]): Promise<boolean> {
  const draft = {
    exchange,
    symbol: liveSymbols[exchange],
    side: 'buy',
    type: 'limit',
    amount: '0.0005',
    price: '20000',
  } as const;
  const preview = await core.ask('orders.preview', draft);
  return preview.ok && preview.value.blocked === null && preview.value.verdict === 'allow';
}
const scope = () => ({
  exchanges: [...exchangeNames],
  untilMs: Date.now() + 3_600_000,
  maxDayNotional: { USDT: '500', USD: '500' },
});

/** Arms all three, and waits until an order could be placed at each. */
async function armNow(): Promise<void> {
  const asked = await core.get('golive.requestArming', scope());
  expect(asked.word).toBe(armingWord);
  await approve(asked);
  // Trading there is open once its time is known and what was left of before is settled.
  for (const exchange of exchangeNames) await expect.poll(() => isReady(exchange), { timeout: 20_000 }).toBe(true);
  expect(core.core.status()).toMatchObject({
    mode: 'live',
    liveEnabled: true,
    armed: { exchanges: [...exchangeNames] },
  });
}
/** Nothing is armed, and no order leaves. */
async function refused(): Promise<void> {
  const before = world.mutating();
  for (const exchange of exchangeNames) expect(await order(exchange)).toMatchObject({ ok: false });
  expect(world.mutating()).toBe(before);
  expect(core.core.status()).toMatchObject({ mode: 'paper', armed: null });
}

it('from a fresh folder through every item to armed, an order at each exchange, and not one after a halt, a disarming or another policy', async () => {
  expect(await core.ask('golive.requestArming', scope())).toMatchObject({ ok: false, error: { code: 'conflict' } });
  await meetAll();
  expect(await missingItems(core)).toEqual([]);
  const { items } = await core.get('golive.checklist', {});
  const clocks = items.find(({ itemId }) => itemId === 'exchange-clocks')?.evidence ?? '';
  for (const title of ['Binance', 'Kraken', 'Coinbase']) expect(clocks).toMatch(new RegExp(`${title}[^:]*: \\d+ ms`));
  for (const exchange of exchangeNames) expect(await order(exchange)).toMatchObject({ ok: false });
  expect(world.mutating()).toBe(0);

  await armNow();
  for (const exchange of exchangeNames) {
    const before = world.mutating();
    const sent = await order(exchange);
    expect(sent, JSON.stringify(sent)).toMatchObject({ ok: true });
    if (sent.ok) sentOrder(sent.value);
    expect(world.mutating()).toBe(before + 1);
  }
  // More than it was armed with, though the policy would let it pass.
  expect(await order('binance', '0.03')).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });

  await core.get('golive.disarm', {}, 'operator');
  await refused();

  await armNow();
  await core.get('halt.engage', { reason: 'enough' });
  await approve(await core.get('halt.requestRelease', {}));
  await refused();

  await armNow();
  const { digest } = await core.get('policy.get', {});
  await core.get('policy.tighten', { document: { ...livePolicy, maxOrdersPerMinute: 50 }, baseDigest: digest });
  await refused();
  expect((await core.get('golive.live', {})).lastDrop?.text).toContain('policy');
  const told = (await core.get('reports.day', {})).armings.map(({ text }) => text);
  expect(told.filter((text) => text.startsWith(`arm; ${exchangeNames.join(', ')} until `))).toHaveLength(3);
  expect(told.filter((text) => text.startsWith('drop; '))).toHaveLength(3);
}, 90_000);

it('halts where a disarming cannot be stored: what was taken back stands in the store as armed', async () => {
  await meetRegisters(core, approve);
  await armNow();
  const database = new SqliteDatabase(join(core.folder, 'console.db'));
  database.exec(`CREATE TRIGGER full BEFORE UPDATE ON documents WHEN new.name = 'golive'
    BEGIN SELECT RAISE(ABORT, 'full'); END`);
  expect(await core.ask('golive.disarm', {}, 'operator')).toMatchObject({ ok: true });
  expect(core.core.status()).toMatchObject({ halt: { state: 'halted', reasons: [{ code: 'store-failed' }] } });
  await refused();
  core = await core.restart();
  expect(core.core.status()).toMatchObject({ halt: { state: 'halted', reasons: [{ code: 'store-failed' }] } });
  expect(await core.ask('golive.requestRearming', {})).toMatchObject({ ok: false, error: { code: 'conflict' } });
  await refused();
  database.exec('DROP TRIGGER full');
  database.close();
}, 90_000);
