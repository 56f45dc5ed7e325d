import { expect, it } from 'vitest';
import { alice, codeOf, smallTransfer, transactionWorld } from './transaction-world.ts';

/** A world whose node breaks off at `method` once something was signed, and what became of the transfer that was submitted to it. */
async function brokenAt(method: string) {
  const world = await transactionWorld();
  const held = await world.preview(smallTransfer);
  world.node.before = (asked) => {
    if (asked === method && world.signer.given.length > 0) throw new Error('the line is cut');
  };
  const code = codeOf(await world.submit(held));
  const [transaction] = world.trading.journal.list({ limit: 1 });
  const [row] = await world.rows('broadcast');
  return { world, code, status: transaction?.status, row: row?.status };
}

it.each(['eth_chainId', 'web3_clientVersion'])(
  'what did not leave, because the node could not be asked for %s before, is not marked as sent nor followed',
  async (method) => {
    const { world, ...outcome } = await brokenAt(method);
    expect(outcome).toEqual({ code: 'chain-unreachable', status: 'signed', row: 'failed' });
    expect([world.node.taken, world.followed]).toEqual([[], []]);
  },
);

it('what was halted while the node was asked before is not marked as sent nor followed', async () => {
  const world = await transactionWorld();
  const held = await world.preview(smallTransfer);
  world.node.before = (asked) => {
    if (asked === 'web3_clientVersion' && world.signer.given.length > 0) world.stop();
  };
  expect(codeOf(await world.submit(held))).toBe('trading-halted');
  expect(world.trading.journal.list({ limit: 1 })).toMatchObject([{ status: 'signed' }]);
  expect([world.node.taken, world.followed]).toEqual([[], []]);
});

it('it holds its nonce and stays counted: the signed bytes are there', async () => {
  const { world } = await brokenAt('eth_chainId');
  const { journal, spends } = world.trading;
  expect(journal.next(31337n, alice, { latest: 0, pending: 0 })).toMatchObject({ ok: true, value: { nonce: 1 } });
  expect(spends.at('31337:native', Date.now(), null).day).toBeGreaterThanOrEqual(10n ** 16n);
});

it('what may have left, because the line broke while it was sent, is marked as sent and followed', async () => {
  const { world, ...outcome } = await brokenAt('eth_sendRawTransaction');
  expect(outcome).toEqual({ code: 'chain-unreachable', status: 'sent', row: 'unknown' });
  expect(world.followed).toHaveLength(1);
});

it('what was sent and cannot be stored or read any more halts, and its outcome has its row', async () => {
  const world = await transactionWorld();
  const held = await world.preview(smallTransfer);
  world.node.before = (asked) => {
    if (asked === 'eth_sendRawTransaction') world.database.exec('ALTER TABLE transactions RENAME TO gone');
  };
  expect(codeOf(await world.submit(held))).toBe('storage-failed');
  expect(world.node.taken).toHaveLength(1);
  expect(world.halt.state().reasons).toMatchObject([{ code: 'store-failed' }]);
  expect((await world.rows('broadcast')).map(({ status }) => status)).toEqual(['ok', 'requested']);
});
