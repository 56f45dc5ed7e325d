import { describe, expect, it, vi } from 'vitest';
import { createChainReader } from '../../../core/chain/chain-reader.ts';
import { readAllowance, readTokenBalance } from '../../../core/chain/token-claims.ts';
import { approveCall, transferCall } from '../../../core/domain/erc20-calls.ts';
import { ok } from '../../../core/domain/result.ts';
import { signable } from '../../../core/domain/transaction/signable.ts';
import { chainTestTimeoutMs } from '../../chain/anvil.ts';
import { deployErc20 } from '../../chain/deploy-erc20.ts';
import { endpointOf } from '../../chain/endpoint.ts';
import { transactionOf } from '../../chain/sign-with.ts';
import { startFollowerWorld } from './follower-world.ts';

vi.setConfig({ testTimeout: chainTestTimeoutMs });

const gwei = 10n ** 9n;
const dearer = { maxFeePerGasWei: 20n * gwei, maxPriorityFeePerGasWei: 5n * gwei };

describe('a transaction that was sent', () => {
  it('waits, is included, and is confirmed when enough blocks stand on it', async () => {
    const { send, look, mine, get, follower, journal } = await startFollowerWorld();
    const id = await send();
    expect(await look()).toEqual([]);
    expect(get(id)).toMatchObject({ status: 'sent' });
    await mine();
    expect(await look()).toEqual(['included']);
    expect(get(id)).toMatchObject({ status: 'included', blockNumber: 1 });
    expect(follower.confirmationsOf(id)).toBe(1);
    expect(await look()).toEqual([]);
    await mine();
    expect(await look()).toEqual(['confirmed']);
    expect(get(id)).toMatchObject({ status: 'confirmed', raw: null, feePaidWei: expect.any(BigInt), blockNumber: 1 });
    expect(journal.list({ open: true, limit: 9 })).toEqual([]);
    expect(await look()).toEqual([]);
  });

  it('of a token moves it and lets it be taken; one that the contract refuses is reverted, and paid', async () => {
    const world = await startFollowerWorld();
    const { anvil, alice, bob, send, mine, look, get } = world;
    const token = await deployErc20(anvil, { supply: 100n });
    const to = { to: token, valueWei: 0n };
    const moved = await send({ ...to, nonce: 0, data: transferCall(bob.address, 40n) });
    const approved = await send({ ...to, nonce: 1, data: approveCall(bob.address, 7n) });
    const refused = await send({ ...to, nonce: 2, data: transferCall(bob.address, 61n) });
    await mine(2);
    expect((await look()).toSorted()).toEqual([
      'confirmed',
      'confirmed',
      'included',
      'included',
      'included',
      'reverted',
    ]);
    expect([moved, approved, refused].map((id) => get(id).status)).toEqual(['confirmed', 'confirmed', 'reverted']);
    expect((get(refused).feePaidWei ?? 0n) > 0n).toBe(true);
    const reader = createChainReader(endpointOf(anvil.url));
    expect(await readTokenBalance(reader, token, bob.address)).toEqual(ok(40n));
    expect(await readAllowance(reader, token, alice.address, bob.address)).toEqual(ok(7n));
  });

  it('pays exactly what the journal says it paid', async () => {
    const { anvil, alice, send, mine, look, get } = await startFollowerWorld();
    const id = await send({ valueWei: 5n });
    await mine(2);
    await look();
    const left = BigInt((await anvil.rpc('eth_getBalance', [alice.address, 'latest'])) as string);
    expect(left).toBe(10_000n * 10n ** 18n - 5n - (get(id).feePaidWei ?? 0n));
  });

  it('after a gap waits until the gap is filled', async () => {
    const { send, look, mine, get, clock } = await startFollowerWorld();
    const later = await send({ nonce: 1 });
    await mine(2);
    expect(await look()).toEqual([]);
    expect(get(later)).toMatchObject({ status: 'sent' });
    clock.wind(1);
    const first = await send({ nonce: 0 });
    await mine(2);
    expect((await look()).toSorted()).toEqual(['confirmed', 'confirmed', 'included', 'included']);
    expect([first, later].map((id) => get(id).status)).toEqual(['confirmed', 'confirmed']);
  });

  it('loses its nonce to a replacement of ours, which ends both', async () => {
    const { send, look, mine, get, events, follower } = await startFollowerWorld();
    const first = await send();
    const second = await send({ valueWei: 2n, ...dearer }, first);
    expect(await look()).toEqual([]);
    await mine(2);
    await follower.look();
    expect(events.at(-1)).toMatchObject({
      kind: 'confirmed',
      transaction: { transactionId: second },
      replaced: [{ transactionId: first, status: 'replaced', replacedBy: second }],
    });
    expect(get(first).raw).toBeNull();
  });

  it('may win over its own replacement', async () => {
    const { anvil, send, look, mine, get } = await startFollowerWorld();
    const first = await send();
    await mine();
    expect(await look()).toEqual(['included']);
    await anvil.rpc('anvil_reorg', [1, []]);
    expect((await look())[0]).toBe('reorged');
    const second = await send({ valueWei: 2n, ...dearer }, first);
    await anvil.rpc('anvil_dropTransaction', [get(second).hash]);
    await anvil.rpc('eth_sendRawTransaction', [get(first).raw]);
    await mine(2);
    expect(await look()).toEqual(['included', 'confirmed']);
    expect(get(second)).toMatchObject({ status: 'replaced', replacedBy: first });
  });

  it('loses its nonce to a stranger, which counts when it has stood as long as a settlement takes', async () => {
    const { anvil, alice, bob, send, look, mine, get, events, follower } = await startFollowerWorld();
    const id = await send();
    await anvil.rpc('eth_sendTransaction', [
      {
        from: alice.address,
        to: bob.address,
        nonce: '0x0',
        value: '0x9',
        maxFeePerGas: '0x4a817c800',
        maxPriorityFeePerGas: '0x12a05f200',
      },
    ]);
    await mine();
    expect(await look()).toEqual([]);
    expect(get(id)).toMatchObject({ status: 'sent', raw: expect.any(String) });
    await mine();
    expect(await look()).toEqual([]);
    await mine();
    await follower.look();
    expect(events).toMatchObject([{ kind: 'replaced-elsewhere', transactions: [{ transactionId: id }] }]);
    expect(get(id)).toMatchObject({ status: 'replaced', replacedBy: null, raw: null });
  });

  it('that the node drops is sent again: the same bytes, at once, then with longer and longer waits', async () => {
    const { anvil, node, send, look, get, clock } = await startFollowerWorld();
    const id = await send();
    const drop = () => anvil.rpc('anvil_dropTransaction', [get(id).hash]);
    await drop();
    expect(await look()).toEqual(['dropped', 'sent-again']);
    expect(await anvil.rpc('eth_getTransactionByHash', [get(id).hash])).toMatchObject({ hash: get(id).hash });
    expect(get(id)).toMatchObject({ status: 'dropped' });
    await drop();
    expect(await look()).toEqual([]);
    clock.wind(14_999);
    expect(await look()).toEqual([]);
    clock.wind(1);
    expect(await look()).toEqual(['sent-again']);
    await drop();
    clock.wind(29_999);
    expect(await look()).toEqual([]);
    clock.wind(1);
    expect(await look()).toEqual(['sent-again']);
    expect(await look()).toEqual([]);
    expect(get(id)).toMatchObject({ status: 'sent' });
    // Seen again it is at the beginning again.
    await drop();
    expect(await look()).toEqual(['dropped', 'sent-again']);
    expect(node.asked).not.toContain('eth_sendRawTransaction');
  });

  it('whose block goes is on its way again, sent again where the node lost it, and counted anew in its next block', async () => {
    const { anvil, send, look, mine, get, follower } = await startFollowerWorld();
    const id = await send();
    const before = await anvil.rpc('evm_snapshot');
    await mine();
    expect(await look()).toEqual(['included']);
    await anvil.rpc('evm_revert', [before]);
    await anvil.rpc('anvil_dropAllTransactions');
    expect(await look()).toEqual(['reorged', 'dropped', 'sent-again']);
    expect(get(id)).toMatchObject({ status: 'dropped', blockNumber: null });
    expect(follower.confirmationsOf(id)).toBe(0);
    await anvil.rpc('evm_setNextBlockTimestamp', [4_000_000_000]);
    await mine(2);
    expect(await look()).toEqual(['included', 'confirmed']);
  });

  it('that moves to another block in one step is told of both', async () => {
    const { anvil, send, look, mine, get } = await startFollowerWorld();
    const id = await send();
    const before = await anvil.rpc('evm_snapshot');
    await mine();
    await look();
    const first = get(id).blockHash;
    await anvil.rpc('evm_revert', [before]);
    await anvil.rpc('evm_setNextBlockTimestamp', [4_000_000_000]);
    await anvil.rpc('eth_sendRawTransaction', [get(id).raw]).catch(() => undefined);
    await mine();
    expect(await look()).toEqual(['reorged', 'included']);
    expect(get(id).blockHash).not.toBe(first);
  });

  it('stays what it is while no node answers, and is followed on when one does', async () => {
    const { node, send, look, mine, get, follower, events } = await startFollowerWorld();
    const id = await send();
    await mine();
    node.answer((response) => response.destroy());
    await follower.look();
    expect(events.splice(0)).toMatchObject([{ kind: 'trouble', error: { code: 'chain-unreachable', retry: 'safe' } }]);
    expect(get(id)).toMatchObject({ status: 'sent' });
    node.answer(null);
    expect(await look()).toEqual(['included']);
  });

  it('whose signature may exist nowhere ends when its nonce is used by something else', async () => {
    const { anvil, alice, bob, journal, send, look, mine, get } = await startFollowerWorld();
    const sent = await send();
    await mine(2);
    expect(await look()).toEqual(['included', 'confirmed']);
    const asked = signable(transactionOf(bob.address, { nonce: 1 }), alice.address);
    journal.begin(
      { transactionId: 'lost', signable: asked, replaces: null, auditId: 9, signer: 'k', sentence: 's' },
      1,
    );
    journal.doubt('lost', 'no answer in time', 2);
    expect(await look()).toEqual([]);
    await anvil.rpc('eth_sendTransaction', [{ from: alice.address, to: bob.address, value: '0x1' }]);
    await mine();
    expect(await look()).toEqual([]);
    await mine(2);
    expect(await look()).toEqual(['replaced-elsewhere']);
    expect(get('lost')).toMatchObject({ status: 'replaced' });
    expect(get(sent)).toMatchObject({ status: 'confirmed' });
  });

  it('is looked at again and again by the clock until that is stopped', async () => {
    const { send, mine, events, follower, clock, node } = await startFollowerWorld();
    await send();
    await mine();
    follower.start(4_000);
    expect(node.asked).toEqual([]);
    clock.wind(4_000);
    await vi.waitFor(() => expect(events.map(({ kind }) => kind)).toEqual(['included']), { timeout: 20_000 });
    follower.stop();
    await follower.look();
    const asked = node.asked.length;
    clock.wind(60_000);
    expect(node.asked).toHaveLength(asked);
  });
});

describe('a node that lies about a transaction', () => {
  it.each<[string, string, (truth: Record<string, unknown>) => unknown]>([
    ['a receipt of another sender', 'eth_getTransactionReceipt', (t) => ({ ...t, from: `0x${'11'.repeat(20)}` })],
    [
      'a receipt of another transaction',
      'eth_getTransactionReceipt',
      (t) => ({ ...t, transactionHash: `0x${'11'.repeat(32)}` }),
    ],
    ['a receipt in another block', 'eth_getTransactionReceipt', (t) => ({ ...t, blockHash: `0x${'11'.repeat(32)}` })],
    ['a receipt in an older block', 'eth_getTransactionReceipt', (t) => ({ ...t, blockNumber: '0x0' })],
    ['a receipt in a block to come', 'eth_getTransactionReceipt', (t) => ({ ...t, blockNumber: '0xff' })],
    ['a receipt without a status', 'eth_getTransactionReceipt', ({ status: _, ...t }) => t],
    ['a receipt with another status', 'eth_getTransactionReceipt', (t) => ({ ...t, status: '0x2' })],
    ['a transaction of another nonce', 'eth_getTransactionByHash', (t) => ({ ...t, nonce: '0x7' })],
    ['a transaction of another sender', 'eth_getTransactionByHash', (t) => ({ ...t, from: `0x${'11'.repeat(20)}` })],
    ['a transaction in no block', 'eth_getTransactionByHash', (t) => ({ ...t, blockHash: null, blockNumber: null })],
    ['a transaction that contradicts itself', 'eth_getTransactionByHash', (t) => ({ ...t, blockHash: null })],
    ['a transaction that is not there', 'eth_getTransactionByHash', () => null],
    ['a block without it', 'eth_getBlockByNumber', (t) => ({ ...t, transactions: [] })],
    ['a block of another name', 'eth_getBlockByNumber', (t) => ({ ...t, hash: `0x${'11'.repeat(32)}` })],
    ['a nonce that is not used', 'eth_getTransactionCount', () => '0x0'],
    ['another chain', 'eth_chainId', () => '0x1'],
  ])('is not believed: %s', async (_what, method, lie) => {
    const { node, send, look, mine, get } = await startFollowerWorld();
    const id = await send();
    await mine();
    node.lie((question, truth) => (question.method === method ? lie(truth as Record<string, unknown>) : undefined));
    expect(await look()).toEqual(['trouble']);
    expect(get(id)).toMatchObject({ status: 'sent', blockNumber: null, raw: expect.any(String) });
    node.lie(null);
    expect(await look()).toEqual(['included']);
  });

  it('cannot have a receipt made up for one that waits', async () => {
    const { anvil, alice, bob, node, send, look, mine, get } = await startFollowerWorld();
    await anvil.rpc('eth_sendTransaction', [{ from: bob.address, to: alice.address, value: '0x1' }]);
    await mine();
    const id = await send();
    const block = (await anvil.rpc('eth_getBlockByNumber', ['0x1', false])) as Record<string, string>;
    const receipt = (await anvil.rpc('eth_getTransactionReceipt', [block.transactions?.[0]])) as object;
    node.lie(({ method, params }) =>
      method === 'eth_getTransactionReceipt'
        ? { ...receipt, from: alice.address, transactionHash: params[0] }
        : method === 'eth_getTransactionCount'
          ? '0x1'
          : undefined,
    );
    expect(await look()).toEqual(['trouble']);
    expect(get(id)).toMatchObject({ status: 'sent' });
  });

  it('that hides everything makes nothing end', async () => {
    const { node, send, look, mine, get } = await startFollowerWorld();
    const id = await send();
    await mine(5);
    node.lie(({ method }) => {
      if (method === 'eth_getTransactionReceipt' || method === 'eth_getTransactionByHash') return null;
      return method === 'eth_getTransactionCount' ? '0x0' : undefined;
    });
    // It is sent again, which a node that has it in a block refuses: nothing more comes of it.
    expect(await look()).toEqual(['dropped', 'sent-again']);
    expect(get(id)).toMatchObject({ status: 'dropped', raw: expect.any(String) });
    node.lie(null);
    expect(await look()).toEqual(['included', 'confirmed']);
  });
});
