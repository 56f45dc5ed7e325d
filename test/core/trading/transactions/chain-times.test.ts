import { expect, it } from 'vitest';
import type { TransactionDraft } from '../../../../core/contract/shapes.ts';
import { chainAsset } from '../../../../core/policy/transaction-facts.ts';
import { createConfirmedTime } from '../../../../core/trading/confirmed-time.ts';
import { createChainTimes } from '../../../../core/trading/transactions/chain-times.ts';
import { smallTransfer, transactionWorld } from './transaction-world.ts';

const hourMs = 3_600_000;

it('a development chain goes by the practice exchange, and every real chain by its own blocks alone', () => {
  const practice = createConfirmedTime(1_000);
  const timeOf = createChainTimes(practice);
  practice.confirm(9_000, 9_000);
  timeOf(1n).confirm(5_000, 9_000);
  expect([31337n, 1337n, 1n, 10n].map((chainId) => timeOf(chainId).nowMs())).toEqual([9_000, 9_000, 5_000, 0]);
});

it('what was spent on a real chain stays in its window though this clock is set ahead, until the chain says the same', async () => {
  const asset = chainAsset(1n, null);
  const world = await transactionWorld({ maxDaySpend: { [asset]: `${10n ** 18n}` } });
  world.node.chainId = 1n;
  const draft = { ...smallTransfer, chainId: 1, amount: '0.2' } as TransactionDraft;
  world.trading.spends.reserve('before', [{ asset, amount: 9n * 10n ** 17n }], world.trading.clock.nowMs());
  const ruled = async () =>
    (await world.preview(draft)).shown.rulings.find(({ rule }) => rule === 'day-spend')?.decision;
  expect(await ruled()).toBe('deny');
  world.jump(25 * hourMs);
  world.practiceTime.confirm(world.trading.clock.nowMs(), world.trading.clock.nowMs());
  expect(await ruled()).toBe('deny');
  world.node.timestamp += (25 * hourMs) / 1_000;
  expect(await ruled()).toBe('allow');
});
