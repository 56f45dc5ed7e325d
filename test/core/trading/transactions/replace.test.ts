import { describe, expect, it } from 'vitest';
import type { TransactionDraft } from '../../../../core/contract/shapes.ts';
import { noBytes } from '../../../../core/domain/hex.ts';
import { parseUnsigned } from '../../../../core/domain/transaction/serialise.ts';
import type { HeldTransaction } from '../../../../core/trading/transactions/held-transaction.ts';
import { previewReplacement } from '../../../../core/trading/transactions/replace-transaction.ts';
import { sendAgain } from '../../../../core/trading/transactions/send-again.ts';
import { alice, bob, codeOf, smallTransfer, transactionWorld, type World } from './transaction-world.ts';

const gwei = 10n ** 9n;

async function sent(world: World, draft: TransactionDraft): Promise<string> {
  const submitted = await world.submit(await world.preview(draft));
  if (!submitted.ok || submitted.value.state !== 'sent') throw new Error(JSON.stringify(submitted));
  return submitted.value.transaction.transactionId;
}

async function replacement(world: World, transactionId: string, as: 'speed-up' | 'cancel'): Promise<HeldTransaction> {
  const held = await previewReplacement(world.trading, { transactionId, as });
  if (!held.ok) throw new Error(JSON.stringify(held.error));
  return held.value;
}

describe('a transaction in the place of another', () => {
  it.each([
    { type: 1, gasPrice: `${2n * gwei}` },
    { type: 2, maxFeePerGas: `${2n * gwei}`, maxPriorityFeePerGas: `${gwei}` },
  ])('sped up is the same but for its price: type $type, with what it names beforehand', async (prices) => {
    const world = await transactionWorld();
    const accessList = [{ address: bob, storageKeys: [`0x${'00'.repeat(31)}01`] }];
    const fields = {
      ...prices,
      chainId: 31337,
      nonce: 0,
      to: bob,
      value: '5',
      gas: 60_000,
      data: '0x0102',
      accessList,
    };
    const id = await sent(world, { kind: 'raw', chainId: 31337, transaction: fields } as unknown as TransactionDraft);
    const before = world.trading.journal.get(id);
    const was = parseUnsigned(before?.unsigned ?? noBytes);
    const faster = await replacement(world, id, 'speed-up');
    if (!was.ok) throw new Error('unreadable');
    const { gasPriceWei, maxFeePerGasWei, maxPriorityFeePerGasWei, ...rest } = faster.signable.transaction;
    expect(was.value).toMatchObject(rest);
    expect(was.value.accessList).toHaveLength(1);
    expect((gasPriceWei ?? maxFeePerGasWei ?? 0n) > 2n * gwei).toBe(true);
    expect(maxPriorityFeePerGasWei === null || maxPriorityFeePerGasWei > gwei).toBe(true);
  });

  it('cancels while halted, and is sent again while halted when the node forgets it', async () => {
    const world = await transactionWorld();
    const id = await sent(world, smallTransfer);
    world.stop();
    const cancel = await replacement(world, id, 'cancel');
    expect(cancel.shown).toMatchObject({ to: alice, valueWei: '0', data: '0x', replaces: id, blocked: null });
    expect(codeOf(await world.submit(cancel))).toBe(null);
    expect(world.node.taken).toHaveLength(2);
    const [latest] = world.trading.journal.list({ limit: 1 });
    if (latest === undefined) throw new Error('nothing was kept');
    expect(codeOf(await sendAgain(world.trading, latest))).toBe(null);
    const first = world.trading.journal.get(id);
    if (first === null) throw new Error('nothing was kept');
    expect(codeOf(await sendAgain(world.trading, first))).toBe('trading-halted');
    expect(world.node.taken).toHaveLength(3);
  });

  it('cancels with the gas that the chain asks for, within what passes a halt, and with the usual where it does not say', async () => {
    const world = await transactionWorld();
    const id = await sent(world, smallTransfer);
    world.node.gas = 200_000n;
    expect((await replacement(world, id, 'cancel')).shown.gas).toBe('240000');
    for (const gas of [null, 20_000_000n]) {
      world.node.gas = gas;
      expect((await replacement(world, id, 'cancel')).shown.gas).toBe('21000');
    }
  });

  it('is none for what is in a block already', async () => {
    const world = await transactionWorld();
    const id = await sent(world, smallTransfer);
    world.trading.journal.markIncluded(id, { blockNumber: 3, blockHash: `0x${'11'.repeat(32)}` as never }, 1);
    expect(codeOf(await previewReplacement(world.trading, { transactionId: id, as: 'cancel' }))).toBe('conflict');
  });

  it('counts in the windows beside what it replaces only after both can happen no more', async () => {
    const world = await transactionWorld({ maxDaySpend: { '31337:native': (15n * 10n ** 15n).toString() } });
    const id = await sent(world, smallTransfer);
    expect(codeOf(await world.submit(await replacement(world, id, 'speed-up')))).toBe(null);
    expect((await world.preview({ ...smallTransfer, nonce: '1' } as TransactionDraft)).shown.verdict).toBe('deny');
  });
});
