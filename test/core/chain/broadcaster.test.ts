import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Broadcaster, type BroadcastScope, createBroadcaster } from '../../../core/chain/broadcaster.ts';
import { type Anvil, type AnvilAccount, chainTestTimeoutMs, startAnvil } from '../../chain/anvil.ts';
import { endpointOf } from '../../chain/endpoint.ts';
import { type LyingNode, startLyingNode } from '../../chain/lying-node.ts';
import { signWith, transactionOf } from '../../chain/sign-with.ts';

vi.setConfig({ testTimeout: chainTestTimeoutMs, hookTimeout: chainTestTimeoutMs });

const paper: BroadcastScope = { mode: 'paper' };
const denied = { ok: false, error: { code: 'egress-denied', method: 'eth_sendRawTransaction' } };
const sent = { ok: true, value: undefined };

function broadcaster(url: string, chainId = 31337n, scope = paper): Broadcaster {
  const made = createBroadcaster(endpointOf(url, chainId), scope);
  if (!made.ok) throw new Error('there is no broadcaster');
  return made.value;
}

describe('a broadcaster', () => {
  let anvil: Anvil;
  let node: LyingNode;
  let alice: AnvilAccount;
  let bob: AnvilAccount;
  beforeEach(async () => {
    anvil = await startAnvil({ noMining: true });
    node = await startLyingNode(anvil.url);
    [alice, bob] = anvil.accounts as unknown as [AnvilAccount, AnvilAccount];
  });

  it('sends the very bytes that were proved; sending them again is no error', async () => {
    const signed = signWith(alice, transactionOf(bob.address));
    const to = broadcaster(node.url);
    expect(await to.broadcast(signed)).toEqual(sent);
    expect(await anvil.rpc('eth_getTransactionByHash', [signed.hash])).toMatchObject({
      hash: signed.hash,
      nonce: '0x0',
    });
    expect(await to.broadcast(signed)).toEqual(sent);
    await anvil.rpc('anvil_mine', ['0x1']);
    expect(await anvil.rpc('eth_getTransactionReceipt', [signed.hash])).toMatchObject({ status: '0x1' });
    expect(await to.broadcast(signed)).toMatchObject({ ok: false, error: { code: 'chain-rejected' } });
  });

  it('on paper is made for a literal loopback address and a development chain only', () => {
    for (const [url, chainId] of [
      ['https://rpc.example/', 31337n],
      ['https://localhost/', 31337n],
      ['http://127.0.0.1:1/', 1n],
      ['http://127.0.0.1:1/', 8453n],
    ] as const) {
      expect(createBroadcaster(endpointOf(url, chainId), paper)).toMatchObject(denied);
    }
    expect(createBroadcaster(endpointOf('http://[::1]:1/', 1337n), paper)).toMatchObject({ ok: true });
  });

  it('on paper sends nothing to a node that is no development client, or serves another chain', async () => {
    const signed = signWith(alice, transactionOf(bob.address));
    for (const name of ['Geth/v1.17.4', 'reth/anvil/1', 'notanvil/v1', '', 7]) {
      node.lie(({ method }) => (method === 'web3_clientVersion' ? name : undefined));
      expect(await broadcaster(node.url).broadcast(signed)).toMatchObject({ ok: false });
    }
    node.lie(({ method }) => (method === 'eth_chainId' ? '0x1' : undefined));
    expect(await broadcaster(node.url).broadcast(signed)).toMatchObject({
      error: { code: 'chain-answer-malformed', what: 'the node serves the chain 1' },
    });
    expect(node.asked).not.toContain('eth_sendRawTransaction');
  });

  it('asks for the chain again before every send', async () => {
    const to = broadcaster(node.url);
    expect(await to.broadcast(signWith(alice, transactionOf(bob.address)))).toEqual(sent);
    node.lie(({ method }) => (method === 'eth_chainId' ? '0x1' : undefined));
    expect(await to.broadcast(signWith(alice, transactionOf(bob.address, { nonce: 1 })))).toMatchObject({ ok: false });
    expect(node.asked.filter((method) => method === 'eth_sendRawTransaction')).toHaveLength(1);
  });

  it('sends no transaction of another chain', async () => {
    const other = signWith(alice, transactionOf(bob.address, { chainId: 1n }));
    expect(await broadcaster(node.url).broadcast(other)).toMatchObject(denied);
    expect(node.asked).toEqual([]);
  });

  it('live asks right before the bytes leave whether it is still armed', async () => {
    let isArmed = true;
    const to = broadcaster(node.url, 31337n, { mode: 'live', isArmed: () => isArmed });
    node.lie(({ method }) => {
      if (method === 'eth_chainId') isArmed = false;
      return undefined;
    });
    expect(await to.broadcast(signWith(alice, transactionOf(bob.address)))).toMatchObject(denied);
    expect(node.asked).toEqual(['eth_chainId']);
    node.lie(null);
    isArmed = true;
    expect(await to.broadcast(signWith(alice, transactionOf(bob.address)))).toEqual(sent);
  });

  it('does not believe a node that calls the transaction by another name, and tells what a node refuses', async () => {
    const signed = signWith(alice, transactionOf(bob.address));
    node.lie(({ method }) => (method === 'eth_sendRawTransaction' ? `0x${'11'.repeat(32)}` : undefined));
    expect(await broadcaster(node.url).broadcast(signed)).toMatchObject({ error: { code: 'chain-answer-malformed' } });
    node.lie(null);
    const poor = signWith(alice, transactionOf(bob.address, { valueWei: 10n ** 30n }));
    expect(await broadcaster(node.url).broadcast(poor)).toMatchObject({
      error: { code: 'chain-rejected', reason: expect.stringMatching(/insufficient/i) },
    });
  });

  it('with no node there says so, and that sending again does no harm', async () => {
    await anvil.stop();
    expect(await broadcaster(anvil.url).broadcast(signWith(alice, transactionOf(bob.address)))).toMatchObject({
      error: { code: 'chain-unreachable', retry: 'safe' },
    });
  });
});
