import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { SigningKey } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireIn } from '../../core/contract/methods.ts';
import type { TransactionDraft } from '../../core/contract/shapes.ts';
import { decimal } from '../../core/domain/money.ts';
import { holdingOf } from '../../core/practice/accounts.ts';
import { assetScale } from '../../core/practice/market-spec.ts';
import { listings } from '../exchange/kraken/kraken-listing.ts';
import type { ThreeExchanges } from '../exchange/three-exchanges.ts';
import { arm, type GoingLiveConsole, goingLiveConsole } from './golive-console.ts';
import { answerTo, type Hands, patience, release, untilMet } from './golive-hands.ts';
import { itemWalks, verifyTrail } from './golive-items.ts';

/** Published development key of anvil and hardhat; never for funds. It is not the Ledger's. */
const another = new SigningKey('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d');
const signTransaction = 0x04;
/** Some triggers look only every half minute, or after a minute and a half of silence. */
const longest = { timeout: 200_000, interval: 500 };
const buy = { side: 'buy', type: 'limit', price: '15000' } as const;
/** Orders that rest: at Binance, and at Kraken, which lets itself be asked so much more seldom that a book of it may come too late. */
const atBinance = { ...buy, exchange: 'binance', symbol: 'BTC/USDT', amount: '0.0005' } as const;
const atKraken = { ...buy, exchange: 'kraken', symbol: 'BTC/USD', amount: '0.0001' } as const;
type Draft = WireIn<'orders.preview'>;

let stood: GoingLiveConsole;
let world: ThreeExchanges;
let hands: Hands;

beforeAll(async () => {
  stood = await goingLiveConsole(
    { maxDayLoss: { USD: decimal('2'), USDT: decimal('200') }, triggers: { refusedSubmits: 5 } },
    { EXECUTION_APPROVAL_MODE: 'auto' },
  );
  ({ exchanges: world, hands } = stood);
});
afterAll(() => stood.close());

const status = () => hands.get('system.status', {});
const reasons = async (): Promise<readonly string[]> => (await status()).halt.reasons.map(({ code }) => code);
const preview = async (draft: Draft): Promise<string> => (await hands.get('orders.preview', draft)).previewId;
const submit = (previewId: string) => answerTo(hands.page, 'orders.submit', { previewId });
/** Asks Kraken everything, where it lets itself be asked already. */
const check = () => answerTo(hands.page, 'venues.check', { exchange: 'kraken' });

/** Arms where nothing is armed, and has an order leave; the exchanges count it. */
async function leaves(draft: Draft): Promise<void> {
  if ((await hands.get('golive.live', {})).armed === null) await arm(hands);
  const before = world.mutating();
  let previewId = '';
  // What was left there is settled first after every arming.
  await expect
    .poll(
      async () => {
        const shown = await answerTo(hands.page, 'orders.preview', draft);
        previewId = shown.ok ? shown.value.previewId : '';
        return shown.ok ? shown.value.verdict : shown.error.code;
      },
      { ...longest, interval: 10_000 },
    )
    .toBe('allow');
  const sent = await submit(previewId);
  expect(sent, JSON.stringify(sent)).toMatchObject({ ok: true });
  expect(world.mutating()).toBe(before + 1);
}

/** Halts for this reason when it is provoked: an order leaves right before, the next does not, and the window says why. */
async function halts(code: string, provoke: () => unknown, draft: Draft = atBinance): Promise<void> {
  await leaves(draft);
  const next = await preview(atBinance);
  await provoke();
  await expect.poll(reasons, longest).toContain(code);
  const before = world.mutating();
  expect(await submit(next)).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
  expect(world.mutating()).toBe(before);
  await hands.page.getByRole('region', { name: 'Halt', exact: true }).waitFor(patience);
  await hands.page.locator('.mode').filter({ hasText: 'PAPER' }).waitFor(patience);
}

/** Kraken takes only what reduces when this is provoked, and trading is not halted; then it is well again. */
async function reduces(provoke: () => unknown, after: () => unknown): Promise<void> {
  await leaves(atBinance);
  const before = world.mutating();
  await provoke();
  await expect.poll(async () => (await status()).reducing, longest).toEqual(['kraken']);
  await after();
  const shown = await answerTo(hands.page, 'orders.preview', atKraken);
  const refused = shown.ok ? await submit(shown.value.previewId) : shown;
  expect(refused).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });
  expect(JSON.stringify(refused)).toMatch(/venue_reducing|clock_skew|clock_unknown/);
  expect([world.mutating(), (await status()).halt.state]).toEqual([before, 'active']);
  await expect.poll(async () => (await status()).reducing, longest).toEqual([]);
}

// What only a signer that is a service can do (another address, shares that do not belong together) is provoked in a core of its own:
// test/core/golive/halts-while-live.test.ts.
describe('a console that moves real money stops by itself, in the real window', { timeout: 400_000 }, () => {
  it('is armed once every item is met', async () => {
    for (const { itemId, meet } of itemWalks) {
      await meet(hands, { keys: world.keys, place: stood.place });
      await untilMet(hands, itemId);
    }
    await leaves(atKraken);
  });

  it('for a signature that is not what was approved', async () => {
    await halts('signature-mismatch', async () => {
      const draft = {
        kind: 'transfer',
        chainId: 1,
        to: stood.recipient,
        amount: '0.001',
      } as unknown as TransactionDraft;
      const shown = await hands.get('transactions.preview', draft);
      const { r, s } = another.sign(shown.digest);
      stood.ledger.control.answerNext(signTransaction, Buffer.from(`00${r.slice(2)}${s.slice(2)}9000`, 'hex'));
      await answerTo(hands.page, 'transactions.submit', { previewId: shown.previewId });
    });
    await release(hands);
  });

  it('for a balance that changed without a cause, until it was acknowledged', async () => {
    await halts('unexplained-change', async () => {
      holdingOf(world.kraken.exchange.book.account, 'BTC').free -= 10n ** BigInt(assetScale - 2);
    });
    await hands.get('venues.acknowledge', { exchange: 'kraken', what: 'unexplained' });
    await release(hands);
  });

  it('for a passport that became wider', async () => {
    const [key] = world.kraken.exchange.keys;
    if (key === undefined) throw new Error('Kraken has no key');
    const { credentials } = await hands.get('custody.list', {});
    const credentialId = credentials.find(({ subject }) => subject === 'kraken')?.credentialId ?? '';
    const bound = [...key.ipAllowlist];
    await halts('passport-wider', async () => {
      key.ipAllowlist = [];
      await hands.get('exchangeKeys.readPassport', { credentialId });
    });
    key.ipAllowlist = bound;
    await hands.get('exchangeKeys.readPassport', { credentialId });
    await release(hands);
  });

  it('for a burst of refusals', async () => {
    await halts('refused-submits', async () => {
      const large = { ...atBinance, amount: '0.2' };
      for (let n = 0; n < 5; n += 1) await submit(await preview(large));
    });
    await release(hands);
  });

  it('for a disk that is nearly full', async () => {
    await halts('disk-full', () => stood.leave(1n));
    stood.leave(10n ** 12n);
    await expect
      .poll(async () => (await status()).halt.reasons.find(({ code }) => code === 'disk-full')?.resolved, longest)
      .toBe(true);
    await release(hands);
  });

  it('and sends only what reduces to an exchange whose requests go wrong', async () => {
    await reduces(
      async () => {
        world.kraken.server.faults.draw(() => '503 before');
        for (let n = 0; n < 5; n += 1) await check();
      },
      () => world.kraken.server.faults.clear(),
    );
  });

  it('or whose clock is off', async () => {
    await reduces(
      () => world.kraken.server.skew(3_000),
      () => world.kraken.server.skew(0),
    );
  });

  it('or which has told nothing new for long', async () => {
    await reduces(
      () => world.kraken.server.faults.draw(() => 'hang before'),
      () => world.kraken.server.faults.clear(),
    );
  });

  it('for a vault that can no longer be read', async () => {
    const database = new SqliteDatabase(join(stood.dataFolder, 'console.db'));
    const sealed = database.prepare("SELECT sealed FROM vault_records WHERE identity = 'audit-mac-key'").pluck().get();
    const put = database.prepare("UPDATE vault_records SET sealed = ? WHERE identity = 'audit-mac-key'");
    await halts('vault-failed', () => put.run(Buffer.alloc(16)));
    put.run(sealed);
    database.close();
    await expect
      .poll(async () => (await status()).halt.reasons.find(({ code }) => code === 'vault-failed')?.resolved, longest)
      .toBe(true);
    await release(hands);
  });

  it('for an audit trail that cannot be written, of which the order that meets it is the first not to leave', async () => {
    await leaves(atBinance);
    const database = new SqliteDatabase(join(stood.dataFolder, 'audit.db'));
    database.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END");
    const [first, second] = [await preview(atBinance), await preview(atBinance)];
    const before = world.mutating();
    expect(await submit(first)).toMatchObject({ ok: false, error: { code: 'audit-failed' } });
    expect(await reasons()).toContain('audit-failed');
    expect(await submit(second)).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
    expect(world.mutating()).toBe(before);
    database.exec('DROP TRIGGER full');
    database.close();
    await release(hands);
    // What could not be written entered the trail afterwards: it is verified anew before anything is armed.
    await verifyTrail(hands);
    await untilMet(hands, 'chain-verified');
  });

  it('for a loss above the day’s limit', async () => {
    const { engine } = world.kraken.exchange.book;
    const [listing] = listings;
    if (listing === undefined) throw new Error('Kraken has no market');
    const ticks = 15_100n * 100n;
    const sold = async (): Promise<void> => {
      const [best] = engine.book(listing.spec).levels('buy', 1);
      if (best !== undefined && best.ticks > ticks) engine.quote(listing.spec, 'sell', ticks, best.lots);
      engine.quote(listing.spec, 'buy', ticks, 1_000_000n);
    };
    await halts('day-loss', sold, { ...atKraken, amount: '0.0005', price: '20001' });
  });
});
