import { describe, expect, it } from 'vitest';
import type { JournaledTransaction } from '../../../../core/chain/journaled-transaction.ts';
import { createSpends } from '../../../../core/trading/transactions/spends.ts';
import { codeOf, smallTransfer, transactionWorld } from './transaction-world.ts';

const native = '31337:native';
const dayMs = 24 * 60 * 60 * 1000;
const oneCent = 10n ** 16n;
/** Two small transfers with their fees fit, three do not. */
const maxDaySpend = { [native]: (25n * 10n ** 15n).toString() };

describe('rolling windows of what leaves', () => {
  it('count what was reserved, also after a restart', async () => {
    const world = await transactionWorld({ maxDaySpend });
    for (const expected of [null, null, 'denied-by-policy']) {
      expect(codeOf(await world.submit(await world.preview(smallTransfer)))).toBe(expected);
    }
    const again = createSpends(world.database);
    expect(again.at(native, world.trading.clock.nowMs(), null).day).toBeGreaterThanOrEqual(2n * oneCent);
  });

  it('are not emptied by a node that keeps the time back and then tells the true one', async () => {
    const world = await transactionWorld({ maxDaySpend });
    const nowS = world.node.timestamp;
    world.node.timestamp = nowS - 7 * 24 * 60 * 60;
    for (const expected of [null, null]) {
      expect(codeOf(await world.submit(await world.preview(smallTransfer)))).toBe(expected);
    }
    world.node.timestamp = nowS;
    expect(codeOf(await world.submit(await world.preview(smallTransfer)))).toBe('denied-by-policy');
  });

  it('do not pass by the time of a node that is ahead of the wall clock', async () => {
    const world = await transactionWorld({ maxDaySpend });
    await world.submit(await world.preview(smallTransfer));
    await world.submit(await world.preview(smallTransfer));
    world.node.timestamp += 2 * 24 * 60 * 60;
    expect(codeOf(await world.submit(await world.preview(smallTransfer)))).toBe('denied-by-policy');
    world.jump(dayMs + 60_000);
    expect(codeOf(await world.submit(await world.preview(smallTransfer)))).toBe(null);
  });

  it('hold nothing while no time is confirmed, so everything is refused', async () => {
    const world = await transactionWorld({ maxDaySpend });
    world.node.timestamp = 0;
    expect((await world.preview(smallTransfer)).shown.verdict).toBe('deny');
  });

  it('give back of a replaced transaction only what its winner moves as well: that it won is a node’s word', async () => {
    const { database } = await transactionWorld();
    const spends = createSpends(database);
    const nowMs = 10 * dayMs;
    const day = () => spends.at(native, nowMs, null).day;
    spends.reserve('transfer', [{ asset: native, amount: 100n }], nowMs);
    spends.reserve('faster', [{ asset: native, amount: 101n }], nowMs);
    spends.releaseCovered('transfer', 'faster');
    expect(day()).toBe(101n);
    spends.reserve('cancel', [{ asset: native, amount: 3n }], nowMs);
    spends.releaseCovered('faster', 'cancel');
    expect(day()).toBe(104n);
  });

  it('an allowance without an end fills every window, and what is left out is only what is replaced', async () => {
    const { database } = await transactionWorld();
    const spends = createSpends(database);
    spends.reserve('a', [{ asset: 'x', amount: 'unlimited' }], 1);
    spends.reserve('b', [{ asset: 'x', amount: 2n }], 1);
    expect(spends.at('x', 1, 'a').day).toBe(2n);
    expect(spends.at('x', 1, null).day).toBe(2n ** 256n + 2n);
    spends.release('a');
    spends.release('a');
    expect(spends.at('x', 1, null).day).toBe(2n);
    // The hour that is just over, and the day.
    expect(spends.at('x', 1 + 60 * 60 * 1000, null)).toEqual({ hour: 0n, day: 2n });
    expect(spends.at('x', 1 + dayMs, null)).toEqual({ hour: 0n, day: 0n });
  });

  it('keep what failed to be given back, and halt', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    world.signer.instead = async () => {
      world.database.exec('CREATE TRIGGER full BEFORE DELETE ON spends BEGIN SELECT RAISE(ABORT, "full"); END');
      return { ok: false, error: { code: 'signer-refused', retry: 'never', signer: 'keystore', why: 'no' } } as never;
    };
    expect(codeOf(await world.submit(held))).toBe('signer-refused');
    expect(world.halt.state()).toMatchObject({ state: 'halted', reasons: [{ code: 'store-failed' }] });
    expect(await world.rows('sign')).toMatchObject([{ status: 'failed' }, { status: 'requested' }]);
    const [known] = world.trading.journal.list({ limit: 1 }) as readonly JournaledTransaction[];
    expect(known?.status).toBe('refused');
  });
});
