import { describe, expect, it } from 'vitest';
import { requestRecipient, requestRescue } from '../../../../core/address-questions.ts';
import type { TransactionDraft } from '../../../../core/contract/shapes.ts';
import { type Address, address } from '../../../../core/domain/address.ts';
import { transferCall } from '../../../../core/domain/erc20-calls.ts';
import { rescueWaitMs } from '../../../../core/trading/transactions/exemption.ts';
import { bob, codeOf, smallTransfer, thief, transactionWorld, type World } from './transaction-world.ts';

const token = address('0x5FbDB2315678afecb367f032d93F642f64180aa3');
/** Bob's address with other digits in the middle, as one that is made to be taken for it. */
const likeBob = address(`0x${bob.slice(2, 8).toLowerCase()}${'0'.repeat(28)}${bob.slice(-6).toLowerCase()}`);

const callOf = (to: Address, data: string) =>
  ({ kind: 'call', chainId: 31337, to, valueWei: '0', data, gas: '100000' }) as unknown as TransactionDraft;

async function confirmed(world: World, draft: TransactionDraft): Promise<void> {
  const submitted = await world.submit(await world.preview(draft));
  if (!submitted.ok || submitted.value.state !== 'sent') throw new Error(JSON.stringify(submitted));
  const { transactionId } = submitted.value.transaction;
  const { journal } = world.trading;
  journal.markIncluded(transactionId, { blockNumber: 3, blockHash: `0x${'11'.repeat(32)}` as never }, 1);
  journal.settle(transactionId, { status: 'confirmed', feePaidWei: 1n }, 1);
  world.node.nonce += 1;
}

describe('whom a transaction goes to', () => {
  it('is new until something was confirmed that went to that very address', async () => {
    const world = await transactionWorld();
    const isFirst = async (draft: TransactionDraft) => (await world.preview(draft)).shown.isFirstTime;
    expect(await isFirst(smallTransfer)).toBe(true);
    await confirmed(world, smallTransfer);
    expect(await isFirst(smallTransfer)).toBe(false);
  });

  it('is not known because its address stood somewhere in the data of another call', async () => {
    const world = await transactionWorld();
    await confirmed(world, callOf(token, `0xdeadbeef${thief.slice(2).toLowerCase()}`));
    expect((await world.preview({ ...smallTransfer, to: thief } as TransactionDraft)).shown.isFirstTime).toBe(true);
  });

  it('is the recipient of a token, not the token', async () => {
    const world = await transactionWorld();
    await confirmed(world, callOf(token, transferCall(bob, 1n)));
    const isFirst = async (to: Address) => (await world.preview(callOf(token, transferCall(to, 1n)))).shown.isFirstTime;
    expect(await isFirst(bob)).toBe(false);
    expect(await isFirst(thief)).toBe(true);
  });

  it('is told apart from one that only looks like a known one', async () => {
    const world = await transactionWorld();
    world.book.keepRecipient({ chainId: 31337, address: bob, name: 'Bob', sinceMs: 1 });
    const warnings = async (to: Address) =>
      (await world.preview(callOf(token, transferCall(to, 1n)))).shown.meaning.warnings.join(' ');
    expect(await warnings(likeBob)).toContain(`looks like Bob, ${bob}`);
    expect(await warnings(bob)).not.toContain('looks like');
    expect(await warnings(thief)).not.toContain('looks like');
  });
});

describe('a wait that begins', () => {
  const parts = (world: World) => ({
    trading: world.trading,
    policy: { limits: () => ({}) } as never,
    policyTexts: {},
    changed: () => undefined,
  });
  const approve = async (world: World, asked: ReturnType<typeof requestRescue>) => {
    if (!asked.ok) throw new Error(JSON.stringify(asked.error));
    const { approvalId, digest, word } = asked.value;
    const answer = { approvalId, digest, answer: 'approve', ...(word === null ? {} : { word }) } as const;
    return world.trading.approvals.decide(answer, 'approval');
  };

  it('is not over at once because confirmed time stood where an earlier run left it', async () => {
    const world = await transactionWorld();
    const nowMs = world.trading.clock.nowMs();
    world.practiceTime.confirm(nowMs - 30 * rescueWaitMs, nowMs);
    await approve(world, requestRescue(parts(world), { chainId: 31337, address: bob }));
    await approve(world, requestRecipient(parts(world), { chainId: 31337, address: bob, name: 'Bob' }));
    expect(world.book.rescueOf(31337n)?.sinceMs).toBeGreaterThanOrEqual(Math.floor(nowMs));
    expect(world.book.recipients()[0]?.sinceMs).toBeGreaterThanOrEqual(Math.floor(nowMs));
    world.stop();
    expect((await world.preview(smallTransfer)).shown.blocked).toBe('trading-halted');
  });

  it('does not begin while no time is confirmed', async () => {
    const world = await transactionWorld();
    const answered = await approve(world, requestRescue(parts(world), { chainId: 31337, address: bob }));
    expect(codeOf(answered)).toBe('conflict');
    expect(world.book.rescueOf(31337n)).toBe(null);
  });

  it('begins on a real chain by the latest of its head and this clock, whatever the practice exchange confirms', async () => {
    const world = await transactionWorld();
    world.node.chainId = 1n;
    const nowMs = Math.floor(world.trading.clock.nowMs());
    world.node.timestamp = Math.floor(nowMs / 1_000) + 60;
    const headMs = world.node.timestamp * 1_000;
    await approve(world, requestRescue(parts(world), { chainId: 1, address: bob }));
    await approve(world, requestRecipient(parts(world), { chainId: 1, address: bob, name: 'Bob' }));
    expect(world.book.rescueOf(1n)?.sinceMs).toBe(headMs);
    expect(world.book.recipients()[0]?.sinceMs).toBe(headMs);
    world.node.timestamp = Math.floor(nowMs / 1_000) - 86_400;
    await approve(world, requestRescue(parts(world), { chainId: 1, address: bob }));
    expect(world.book.rescueOf(1n)?.sinceMs).toBeGreaterThanOrEqual(nowMs);
  });

  it('does not begin on a real chain whose head cannot be asked', async () => {
    const world = await transactionWorld();
    const nowMs = world.trading.clock.nowMs();
    world.practiceTime.confirm(nowMs, nowMs);
    expect(codeOf(requestRescue(parts(world), { chainId: 10, address: bob }))).toBe('chain-unreachable');
    expect(codeOf(requestRecipient(parts(world), { chainId: 10, address: bob, name: 'Bob' }))).toBe(
      'chain-unreachable',
    );
    expect(codeOf(await approve(world, requestRescue(parts(world), { chainId: 1, address: bob })))).toBe(
      'chain-answer-malformed',
    );
    expect([world.book.rescueOf(10n), world.book.rescueOf(1n)]).toEqual([null, null]);
  });

  it('does not begin where the chain and this clock are not of one time, and the book stays whole', async () => {
    const world = await transactionWorld();
    world.node.chainId = 1n;
    for (const seconds of [Math.floor(world.trading.clock.nowMs() / 1_000) + 300, 2 ** 43]) {
      world.node.timestamp = seconds;
      expect(codeOf(await approve(world, requestRescue(parts(world), { chainId: 1, address: bob })))).toBe('conflict');
    }
    expect(codeOf(world.book.keepRescue({ chainId: 1, address: bob, sinceMs: 2 ** 60 }))).toBe('storage-failed');
    expect(world.book.rescueOf(1n)).toBe(null);
  });

  it('begins anew when the rescue address is changed, and the changed one is what passes a halt', async () => {
    const world = await transactionWorld();
    const nowMs = Math.floor(world.trading.clock.nowMs());
    world.book.keepRescue({ chainId: 31337, address: bob, sinceMs: nowMs - 2 * rescueWaitMs });
    const held = await world.preview(smallTransfer);
    world.stop();
    await approve(world, requestRescue(parts(world), { chainId: 31337, address: thief }));
    expect(codeOf(await world.submit(held))).toBe('trading-halted');
    expect((await world.preview({ ...smallTransfer, to: thief } as TransactionDraft)).shown.blocked).toBe(
      'trading-halted',
    );
  });

  it('over, a transfer to the rescue address passes a halt', async () => {
    const world = await transactionWorld({ maxDaySpend: { '31337:native': '1' }, coolingOffHours: 24 });
    world.book.keepRescue({
      chainId: 31337,
      address: bob,
      sinceMs: Math.floor(world.trading.clock.nowMs()) - 2 * rescueWaitMs,
    });
    world.stop();
    expect(codeOf(await world.submit(await world.preview(smallTransfer)))).toBe(null);
  });
});
