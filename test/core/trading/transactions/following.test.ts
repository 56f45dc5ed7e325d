import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../../core/domain/result.ts';
import { storageFailed } from '../../../../core/store/stored.ts';
import { createFollowing } from '../../../../core/trading/transactions/follow.ts';
import type { TransactionTrading } from '../../../../core/trading/transactions/transaction-trading.ts';
import { type ManualClock, manualClock } from '../../../manual-clock.ts';
import { smallTransfer, transactionWorld, type World } from './transaction-world.ts';

/** Following of a world on a clock that a test winds. */
async function followed(world: World, change: Partial<TransactionTrading> = {}) {
  const clock: ManualClock = manualClock(world.trading.clock.nowMs());
  const trading = { ...world.trading, clock, ...change };
  const following = createFollowing(() => trading);
  const submitted = await world.submit(await world.preview(smallTransfer));
  if (!submitted.ok || submitted.value.state !== 'sent') throw new Error(JSON.stringify(submitted));
  world.node.asked.length = 0;
  return { clock, following, id: submitted.value.transaction.transactionId };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const reasons = ({ halt }: World): readonly string[] => halt.state().reasons.map(({ code }) => code);

/** Lets everything run that could run by now. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('following', () => {
  it('takes up a chain whose RPC is there only later', async () => {
    const world = await transactionWorld();
    let isThere = false;
    const { clock, following } = await followed(world, {
      chain: (id) =>
        isThere
          ? world.trading.chain(id)
          : err({ code: 'chain-unreachable', retry: 'safe', chainId: '31337', why: 'no RPC' }),
    });
    following.resume();
    clock.wind(4_000);
    await turns();
    expect(world.node.asked).toEqual([]);
    isThere = true;
    clock.wind(13_000);
    await until(() => world.node.asked.includes('eth_getTransactionCount'));
    await following.stop();
  });

  it('goes by the RPC that is set now', async () => {
    const world = await transactionWorld();
    const first = world.trading.chain(31337n);
    let current = first;
    const { clock, following, id } = await followed(world, { chain: () => current });
    following.follow(id);
    if (!first.ok) throw new Error('no chain');
    let asked = 0;
    const { reader } = first.value;
    const head: typeof reader.head = () => {
      asked += 1;
      return reader.head();
    };
    current = ok({ ...first.value, reader: { ...reader, head } });
    following.follow(id);
    clock.wind(2_100);
    await until(() => asked === 1);
    await following.stop();
  });

  it('halts after a look that threw, throws at nobody, and goes on', async () => {
    const world = await transactionWorld();
    const errors: string[] = [];
    let throws = true;
    const journal: TransactionTrading['journal'] = {
      ...world.trading.journal,
      list(filter) {
        if (throws) throw new Error('the database is gone');
        return world.trading.journal.list(filter);
      },
    };
    const { clock, following, id } = await followed(world, {
      journal,
      log: { info: () => undefined, warn: () => undefined, error: (text) => void errors.push(text) },
    });
    following.follow(id);
    clock.wind(2_100);
    await until(() => errors.length > 0);
    expect(errors).toEqual(['following a chain threw']);
    expect(reasons(world)).toEqual(['store-failed']);
    throws = false;
    clock.wind(2_100);
    await until(() => world.node.asked.includes('eth_getTransactionCount'));
    await following.stop();
  });

  it('halts where what an earlier run left cannot be read, at the start or by the timer, and takes it up once it can', async () => {
    const world = await transactionWorld();
    let throws = true;
    const list: TransactionTrading['journal']['list'] = (filter) => {
      if (throws) throw new Error('the database is gone');
      return world.trading.journal.list(filter);
    };
    const { clock, following } = await followed(world, { journal: { ...world.trading.journal, list } });
    following.resume();
    expect(reasons(world)).toEqual(['store-failed']);
    expect(world.trading.halt.release('active', 'test')).toMatchObject({ ok: true });
    clock.wind(10_000);
    expect(reasons(world)).toEqual(['store-failed']);
    clock.wind(10_000);
    expect(reasons(world)).toEqual(['store-failed']);
    throws = false;
    clock.wind(13_000);
    await until(() => world.node.asked.includes('eth_getTransactionCount'));
    await following.stop();
  });

  it('halts once while a book cannot be opened, so that a release lasts, follows the others, and halts for the next time', async () => {
    const world = await transactionWorld();
    const { clock } = await followed(world);
    let isThere = false;
    const following = createFollowing(
      () => ({ ...world.trading, clock }),
      () => (isThere ? ok(undefined) : err(storageFailed('live.db'))),
    );
    following.resume();
    expect(world.halt.state().reasons).toMatchObject([
      { code: 'store-failed', text: expect.stringContaining('live.db') },
    ]);
    expect(world.halt.release('active', 'test')).toMatchObject({ ok: true });
    clock.wind(10_000);
    clock.wind(10_000);
    await until(() => world.node.asked.includes('eth_getTransactionCount'));
    expect(reasons(world)).toEqual([]);
    isThere = true;
    clock.wind(10_000);
    expect(reasons(world)).toEqual([]);
    isThere = false;
    clock.wind(10_000);
    expect(reasons(world)).toEqual(['store-failed']);
    await following.stop();
  });

  it('halts where the journal cannot be read for what was just sent, and throws at nobody', async () => {
    const world = await transactionWorld();
    const get = (): never => {
      throw new Error('the database is gone');
    };
    const { following, id } = await followed(world, { journal: { ...world.trading.journal, get } });
    following.follow(id);
    expect(reasons(world)).toEqual(['store-failed']);
  });

  it('halts where what became of a transaction cannot be stored', async () => {
    const world = await transactionWorld();
    const { clock, following, id } = await followed(world);
    world.database.exec("CREATE TRIGGER full BEFORE UPDATE ON transactions BEGIN SELECT RAISE(ABORT, 'full'); END");
    following.follow(id);
    clock.wind(2_100);
    await until(() => reasons(world).length > 0);
    expect(reasons(world)).toEqual(['store-failed']);
    await following.stop();
  });

  it('does not halt for what a look meets after it was stopped: the stores are closed then', async () => {
    const world = await transactionWorld();
    let answer: () => void = () => undefined;
    const errors: string[] = [];
    const { clock, following, id } = await followed(world, {
      log: { info: () => undefined, warn: () => undefined, error: (text) => void errors.push(text) },
      chain: (chainId) => {
        const access = world.trading.chain(chainId);
        const head = (): Promise<never> =>
          new Promise((_, reject) => {
            answer = () => reject(new Error('the database is closed'));
          });
        return access.ok ? ok({ ...access.value, reader: { ...access.value.reader, head } }) : access;
      },
    });
    const unasked = answer;
    following.follow(id);
    clock.wind(2_100);
    await until(() => answer !== unasked);
    const ended = following.stop();
    answer();
    await ended;
    await until(() => errors.length > 0);
    expect(reasons(world)).toEqual([]);
  });

  it('begins nothing after it was stopped, though a node answers late', async () => {
    const world = await transactionWorld();
    let answer: () => void = () => undefined;
    const { clock, following, id } = await followed(world);
    world.node.before = (method) =>
      method === 'eth_getBlockByNumber' ? new Promise((go) => (answer = go)) : undefined;
    following.follow(id);
    clock.wind(2_100);
    await until(() => world.node.asked.includes('eth_getBlockByNumber'));
    const ended = following.stop();
    answer();
    await ended;
    await turns();
    expect(world.node.asked).not.toContain('eth_getTransactionCount');
  });
});
