import { describe, expect, it } from 'vitest';
import type { Approval, TransactionSubmission } from '../../../../core/contract/shapes.ts';
import { err, ok, type Result } from '../../../../core/domain/result.ts';
import { codeOf, keys, numbersOf, smallTransfer, transactionWorld, type World } from './transaction-world.ts';

async function asked(world: World): Promise<{ approval: Approval; submitted: Result<TransactionSubmission> }> {
  const held = await world.preview(smallTransfer);
  const submitted = await world.submit(held);
  const [approval] = world.trading.approvals.pending();
  if (approval === undefined) throw new Error(JSON.stringify(submitted));
  return { approval, submitted };
}

const yes = (world: World, { approvalId, digest }: Approval) =>
  world.trading.approvals.decide({ approvalId, digest, answer: 'approve' }, 'approval');

describe('a transaction that the person must approve', () => {
  it('is signed once it is approved, and not before', async () => {
    const world = await transactionWorld({}, true);
    const { approval, submitted } = await asked(world);
    expect(submitted).toMatchObject({ ok: true, value: { state: 'awaiting-approval' } });
    expect(world.signer.given).toEqual([]);
    expect(codeOf(await yes(world, approval))).toBe(null);
    expect(world.node.taken).toHaveLength(1);
    expect(codeOf(await yes(world, approval))).toBe('not-found');
  });

  it.each<[string, string, (world: World) => void]>([
    ['trading was halted', 'trading-halted', (world) => world.stop()],
    ['the policy was tightened', 'denied-by-policy', (world) => world.apply({ maxValueWei: '1' })],
    ['its nonce was used', 'stale-preview', (world) => (world.node.nonce = 1)],
    ['the coins went', 'insufficient-funds', (world) => (world.node.balanceWei = 1n)],
    ['the node serves another chain', 'chain-answer-malformed', (world) => (world.node.chainId = 1n)],
    ['another RPC was set', 'stale-preview', (world) => world.otherRpc()],
  ])('is not signed when %s after it was asked for', async (_what, code, change) => {
    const world = await transactionWorld({}, true);
    const { approval } = await asked(world);
    change(world);
    expect(codeOf(await yes(world, approval))).toBe(code);
    expect(world.signer.given).toEqual([]);
  });

  it('is not signed for an answer to something else', async () => {
    const world = await transactionWorld({}, true);
    const { approval } = await asked(world);
    expect(codeOf(await yes(world, { ...approval, digest: 'other' }))).toBe('stale-preview');
    expect(world.signer.given).toEqual([]);
  });
});

describe('stores that fail', () => {
  /** Makes the row after `through` more fail, as a full disk would. */
  const failRows = (world: World, through: number) => {
    let left = through;
    const { record } = world.trading;
    const before = record.before;
    (record as { before: typeof before }).before = async (entry) => {
      left -= 1;
      return left >= 0 ? before(entry) : err({ code: 'audit-failed', retry: 'after-checking', what: 'full' });
    };
  };

  it('let nothing be signed without its row, and nothing be sent without its own', async () => {
    const unsigned = await transactionWorld();
    const first = await unsigned.preview(smallTransfer);
    failRows(unsigned, 0);
    expect(codeOf(await unsigned.submit(first))).toBe('audit-failed');
    expect(unsigned.signer.given).toEqual([]);
    expect(unsigned.trading.journal.list({ limit: 5 })).toEqual([]);

    const unsent = await transactionWorld();
    const second = await unsent.preview(smallTransfer);
    failRows(unsent, 1);
    expect(codeOf(await unsent.submit(second))).toBe('audit-failed');
    expect(unsent.signer.given).toHaveLength(1);
    expect(unsent.node.taken).toEqual([]);
    expect(unsent.trading.journal.list({ limit: 5 })).toMatchObject([{ status: 'signed' }]);
  });

  it('let nothing be handed over whose nonce and spend are not kept, both or neither', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    world.database.exec('CREATE TRIGGER full BEFORE INSERT ON spends BEGIN SELECT RAISE(ABORT, "full"); END');
    expect(codeOf(await world.submit(held))).toBe('storage-failed');
    expect(world.signer.given).toEqual([]);
    expect(world.trading.journal.list({ limit: 5 })).toEqual([]);
    expect(await world.rows('sign')).toMatchObject([{ status: 'failed' }, { status: 'requested' }]);
  });

  it('let no signature out that is not kept: it halts, and the nonce stays tainted', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    world.signer.instead = async (unsigned) => {
      world.database.exec(
        'CREATE TRIGGER full BEFORE UPDATE OF raw ON transactions BEGIN SELECT RAISE(ABORT, "full"); END',
      );
      return ok(numbersOf(unsigned, keys.alice));
    };
    expect(codeOf(await world.submit(held))).toBe('storage-failed');
    expect(world.node.taken).toEqual([]);
    expect(world.halt.state()).toMatchObject({ state: 'halted', reasons: [{ code: 'store-failed' }] });
    expect(world.trading.journal.list({ limit: 5 })).toMatchObject([{ status: 'in-doubt' }]);
    expect(world.trading.spends.at('31337:native', world.trading.clock.nowMs(), null).day).toBeGreaterThan(0n);
  });

  it('halt when what was sent cannot be stored as sent; it is followed all the same', async () => {
    const world = await transactionWorld();
    const held = await world.preview(smallTransfer);
    world.node.before = (method) => {
      if (method !== 'eth_sendRawTransaction') return;
      world.database.exec(
        `CREATE TRIGGER full BEFORE UPDATE OF status ON transactions BEGIN SELECT RAISE(ABORT, "full"); END`,
      );
    };
    expect(codeOf(await world.submit(held))).toBe(null);
    expect(world.halt.state().state).toBe('halted');
    expect(world.followed).toHaveLength(1);
    expect(await world.rows('broadcast')).toMatchObject([{ status: 'ok' }, { status: 'requested' }]);
  });
});
