import { expect, it } from 'vitest';
import { previewReplacement } from '../../../../core/trading/transactions/replace-transaction.ts';
import { sendAgain } from '../../../../core/trading/transactions/send-again.ts';
import { alice, codeOf, smallTransfer, transactionWorld, type World } from './transaction-world.ts';

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

/** A world in which a transfer was sent, and its cancelling is about to be submitted while halted; `once` runs at `method` after it was signed. */
async function cancelling(method: string, once: (world: World) => void) {
  const world = await transactionWorld();
  await world.submit(await world.preview(smallTransfer));
  const [known] = world.trading.journal.list({ limit: 1 });
  const held = await previewReplacement(world.trading, { transactionId: known?.transactionId ?? '', as: 'cancel' });
  if (!held.ok) throw new Error(held.error.code);
  world.stop();
  world.followed.length = 0;
  world.node.before = (asked) => {
    if (asked === method && world.signer.given.length > 1) once(world);
  };
  return { world, code: codeOf(await world.submit(held.value)) };
}

it.each(['eth_chainId', 'web3_clientVersion'])(
  'what passes a halt and did not leave, because the node could not be asked for %s before, is followed, which sends it again',
  async (method) => {
    const { code, world } = await cancelling(method, () => {
      throw new Error('the line is cut');
    });
    const [cancel] = world.trading.journal.list({ limit: 1 });
    expect([code, cancel?.status, world.followed]).toEqual(['chain-unreachable', 'sent', [cancel?.transactionId]]);
    expect(world.node.taken).toHaveLength(1);
    expect((await world.rows('broadcast'))[0]).toMatchObject({ status: 'unknown' });
    world.node.before = () => undefined;
    if (cancel !== undefined) expect(codeOf(await sendAgain(world.trading, cancel))).toBe(null);
    expect(world.node.taken).toHaveLength(2);
  },
);

it('what passes a halt does not leave where it cannot be read whether it still does, and its outcome has its row', async () => {
  const { code, world } = await cancelling('web3_clientVersion', ({ database }) => {
    database.exec('ALTER TABLE transactions RENAME TO gone');
  });
  expect(code).toBe('storage-failed');
  expect([world.node.taken.length, world.followed]).toEqual([1, []]);
  expect((await world.rows('broadcast')).slice(0, 2).map(({ status }) => status)).toEqual(['failed', 'requested']);
  world.database.exec('ALTER TABLE gone RENAME TO transactions');
  expect(world.trading.journal.list({ limit: 1 })).toMatchObject([{ status: 'signed' }]);
});

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
