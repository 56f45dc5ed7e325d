import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { SigningKey } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransactionDraft } from '../../core/contract/shapes.ts';
import { decimal } from '../../core/domain/money.ts';
import { holdingOf } from '../../core/practice/accounts.ts';
import { assetScale } from '../../core/practice/market-spec.ts';
import { listings } from '../exchange/kraken/kraken-listing.ts';
import type { ThreeExchanges } from '../exchange/three-exchanges.ts';
import { type GoingLiveConsole, goingLiveConsole } from './golive-console.ts';
import { answerTo, type Hands, release, untilMet } from './golive-hands.ts';
import { itemWalks, verifyTrail } from './golive-items.ts';
import { atBinance, atKraken, type LiveOrders, liveOrders, longest } from './live-orders.ts';

/** Published development key of anvil and hardhat; never for funds. It is not the Ledger's. */
const another = new SigningKey('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d');
const signTransaction = 0x04;

let stood: GoingLiveConsole;
let world: ThreeExchanges;
let hands: Hands;
let orders: LiveOrders;

beforeAll(async () => {
  stood = await goingLiveConsole(
    { maxDayLoss: { USD: decimal('2'), USDT: decimal('200') }, triggers: { refusedSubmits: 5 } },
    { EXECUTION_APPROVAL_MODE: 'auto' },
  );
  ({ exchanges: world, hands } = stood);
  orders = liveOrders(stood);
});
afterAll(() => stood.close());

/** Asks Kraken everything, where it lets itself be asked already. */
const check = () => answerTo(hands.page, 'venues.check', { exchange: 'kraken' });

/** Kraken takes only what reduces when this is provoked, and trading is not halted; then it is well again. */
async function reduces(provoke: () => unknown, after: () => unknown, why: RegExp): Promise<void> {
  await orders.leaves(atBinance);
  const before = world.mutating();
  await provoke();
  await expect.poll(async () => (await orders.status()).reducing, longest).toEqual(['kraken']);
  const listed = await hands.get('venues.list', {});
  expect(listed.find(({ exchange }) => exchange === 'kraken')?.reducing?.why).toMatch(why);
  await after();
  const shown = await answerTo(hands.page, 'orders.preview', atKraken);
  const refused = shown.ok ? await orders.submit(shown.value.previewId) : shown;
  expect(refused).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });
  expect(JSON.stringify(refused)).toMatch(/venue_reducing|clock_skew|clock_unknown/);
  expect([world.mutating(), (await orders.status()).halt.state]).toEqual([before, 'active']);
  await expect.poll(async () => (await orders.status()).reducing, longest).toEqual([]);
}

// What only a signer that is a service can do (another address, shares that do not belong together) has consoles of its own:
// halts-by-itself-services.test.ts.
describe('a console that moves real money stops by itself, in the real window', { timeout: 400_000 }, () => {
  it('is armed once every item is met', async () => {
    for (const { itemId, meet } of itemWalks) {
      await meet(hands, { keys: world.keys, place: stood.place });
      await untilMet(hands, itemId);
    }
    await orders.leaves(atKraken);
  });

  it('for a signature that is not what was approved', async () => {
    await orders.halts('signature-mismatch', async () => {
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
    await orders.halts('unexplained-change', async () => {
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
    await orders.halts('passport-wider', async () => {
      key.ipAllowlist = [];
      await hands.get('exchangeKeys.readPassport', { credentialId });
    });
    key.ipAllowlist = bound;
    await hands.get('exchangeKeys.readPassport', { credentialId });
    await release(hands);
  });

  it('for a burst of refusals', async () => {
    await orders.halts('refused-submits', async () => {
      const large = { ...atBinance, amount: '0.2' };
      for (let n = 0; n < 5; n += 1) await orders.submit(await orders.preview(large));
    });
    await release(hands);
  });

  it('for a disk that is nearly full', async () => {
    await orders.halts('disk-full', () => stood.leave(1n));
    stood.leave(10n ** 12n);
    await expect
      .poll(
        async () => (await orders.status()).halt.reasons.find(({ code }) => code === 'disk-full')?.resolved,
        longest,
      )
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
      /requests went wrong within a minute/,
    );
  });

  it('or whose clock is off', async () => {
    await reduces(
      () => world.kraken.server.skew(3_000),
      () => world.kraken.server.skew(0),
      /its clock is [23]\d{3} ms from ours/,
    );
  });

  it('or which takes long to answer', async () => {
    await reduces(
      () => world.kraken.server.slow(4_000),
      () => world.kraken.server.slow(0),
      /its answer took \d{4} ms/,
    );
  });

  it('or which has told nothing new for long', async () => {
    await reduces(
      () => world.kraken.server.faults.draw(() => 'hang before'),
      () => world.kraken.server.faults.clear(),
      /nothing new came of its/,
    );
  });

  it('for a vault that can no longer be read', async () => {
    const database = new SqliteDatabase(join(stood.dataFolder, 'console.db'));
    const sealed = database.prepare("SELECT sealed FROM vault_records WHERE identity = 'audit-mac-key'").pluck().get();
    const put = database.prepare("UPDATE vault_records SET sealed = ? WHERE identity = 'audit-mac-key'");
    await orders.halts('vault-failed', () => put.run(Buffer.alloc(16)));
    put.run(sealed);
    database.close();
    await expect
      .poll(
        async () => (await orders.status()).halt.reasons.find(({ code }) => code === 'vault-failed')?.resolved,
        longest,
      )
      .toBe(true);
    await release(hands);
  });

  it('for an audit trail that cannot be written, of which the order that meets it is the first not to leave', async () => {
    await orders.leaves(atBinance);
    const database = new SqliteDatabase(join(stood.dataFolder, 'audit.db'));
    database.exec("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END");
    const [first, second] = [await orders.preview(atBinance), await orders.preview(atBinance)];
    const before = world.mutating();
    expect(await orders.submit(first)).toMatchObject({ ok: false, error: { code: 'audit-failed' } });
    expect(await orders.reasons()).toContain('audit-failed');
    expect(await orders.submit(second)).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
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
    await orders.halts('day-loss', sold, { ...atKraken, amount: '0.0005', price: '20001' });
  });
});
