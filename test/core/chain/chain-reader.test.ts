import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { createChainReader } from '../../../core/chain/chain-reader.ts';
import { jsonRpc } from '../../../core/chain/json-rpc.ts';
import { readRpcUrl } from '../../../core/chain/rpc-url.ts';
import { address } from '../../../core/domain/address.ts';
import type { Hex } from '../../../core/domain/hex.ts';
import { chainTestTimeoutMs, startAnvil } from '../../chain/anvil.ts';
import { endpointOf, rpcUrl } from '../../chain/endpoint.ts';
import { startLyingNode } from '../../chain/lying-node.ts';
import { manualClock } from '../../manual-clock.ts';

vi.setConfig({ testTimeout: chainTestTimeoutMs });

const noHash = `0x${'00'.repeat(32)}` as Hex;
const someone = address('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
const malformed = { ok: false, error: { code: 'chain-answer-malformed', chainId: '31337' } };

describe('the address of an RPC', () => {
  it.each(['https://rpc.example/v3/key', 'http://127.0.0.1:8545', 'http://127.8.9.10', 'http://[::1]:8545/'])(
    'may be %s',
    (text) => expect(readRpcUrl(text)).toMatchObject({ ok: true }),
  );

  it.each([
    'http://rpc.example',
    'http://localhost:8545',
    'http://127.0.0.1.example',
    'http://128.0.0.1',
    'http://[::2]',
    'ws://127.0.0.1',
    'file:///etc/hosts',
    'https://me:secret@rpc.example',
    'https://rpc.example/#key',
    'rpc.example',
    '',
  ])('may not be %s', (text) => {
    const read = readRpcUrl(text, 'url');
    expect(read).toMatchObject({ ok: false, error: { code: 'invalid-input', issues: [{ path: 'url' }] } });
  });

  it('is loopback only by a literal address, and cannot be printed', () => {
    expect(rpcUrl('http://127.0.0.1:1/').isLoopback).toBe(true);
    expect(rpcUrl('https://[::1]/').isLoopback).toBe(true);
    expect(rpcUrl('https://localhost/').isLoopback).toBe(false);
    expect(rpcUrl('https://127.0.0.1.example/').isLoopback).toBe(false);
    const url = rpcUrl('https://rpc.example/v3/0123456789abcdef');
    expect(`${JSON.stringify(url)} ${inspect(url, { depth: 9 })}`).not.toMatch(/example|0123456789abcdef/);
  });
});

describe('a reader of a chain', () => {
  it('reads a real node', async () => {
    const anvil = await startAnvil();
    const reader = createChainReader(endpointOf(anvil.url));
    await anvil.rpc('anvil_mine', ['0x3']);
    expect(await reader.confirmChain()).toEqual({ ok: true, value: undefined });
    expect(await reader.clientVersion()).toMatchObject({ ok: true, value: expect.stringMatching(/^anvil\//) });
    const head = await reader.head();
    expect(head).toMatchObject({ ok: true, value: { number: 3, baseFeeWei: expect.any(BigInt), transactions: [] } });
    if (head.ok) expect(await reader.block(3)).toMatchObject({ ok: true, value: { hash: head.value.hash } });
    expect(await reader.block(9)).toEqual({ ok: true, value: null });
    const { address: own } = anvil.accounts[0] ?? { address: someone };
    expect(await reader.balanceWei(own)).toEqual({ ok: true, value: 10_000n * 10n ** 18n });
    for (const upTo of ['latest', 'pending', 0] as const) {
      expect(await reader.nonceOf(own, upTo)).toEqual({ ok: true, value: 0 });
    }
    expect(await reader.hasCode(own)).toEqual({ ok: true, value: false });
    expect(await reader.transaction(noHash)).toEqual({ ok: true, value: null });
    expect(await reader.receipt(noHash)).toEqual({ ok: true, value: null });
    expect(await reader.feeHistory(2, [50])).toMatchObject({ ok: true, value: { reward: [[0n], [0n]] } });
    const sent = { from: own, to: someone, valueWei: 1n, data: '0x' as Hex };
    expect(await reader.estimateGas(sent)).toEqual({ ok: true, value: 21_000n });
    expect(await reader.estimateGas({ ...sent, to: null, data: '0x60006000fd' as Hex })).toMatchObject({
      ok: false,
      error: { code: 'chain-rejected', retry: 'never' },
    });
  });

  it('asks nothing of a node before that says it serves the chain, and asks that again after a minute', async () => {
    const anvil = await startAnvil();
    const node = await startLyingNode(anvil.url);
    const clock = manualClock();
    const other = createChainReader(endpointOf(node.url, 1n, clock));
    expect(await other.balanceWei(someone)).toMatchObject({
      ok: false,
      error: { code: 'chain-answer-malformed', what: 'the node serves the chain 31337' },
    });
    expect(node.asked).toEqual(['eth_chainId']);

    const reader = createChainReader(endpointOf(node.url, 31337n, clock));
    await reader.balanceWei(someone);
    await reader.balanceWei(someone);
    expect(node.asked).toEqual(['eth_chainId', 'eth_chainId', 'eth_getBalance', 'eth_getBalance']);
    clock.wind(61_000);
    node.lie(({ method }) => (method === 'eth_chainId' ? '0x1' : undefined));
    expect(await reader.balanceWei(someone)).toMatchObject(malformed);
    expect(node.asked.slice(4)).toEqual(['eth_chainId']);
  });

  it.each<[string, unknown]>([
    ['a number', 5],
    ['a number with leading zeros', '0x05'],
    ['no digits', '0x'],
    ['decimal text', '5'],
    ['more than 256 bits', `0x1${'0'.repeat(64)}`],
    ['nothing', null],
    ['an object', {}],
    ['a negative number', '-0x5'],
  ])('does not take %s for a balance', async (_what, balance) => {
    const node = await startLyingNode('http://127.0.0.1:1');
    node.answer((response, body) => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result: method === 'eth_chainId' ? '0x7a69' : balance }));
    });
    expect(await createChainReader(endpointOf(node.url)).balanceWei(someone)).toMatchObject(malformed);
  });

  it('does not take an answer to another question, and none of a block, transaction or receipt it did not ask for', async () => {
    const anvil = await startAnvil();
    const [from, to] = anvil.accounts;
    const hash = await anvil.rpc('eth_sendTransaction', [{ from: from?.address, to: to?.address, value: '0x1' }]);
    await anvil.receipt(String(hash));
    const node = await startLyingNode(anvil.url);
    const reader = createChainReader(endpointOf(node.url));
    node.lie(({ method }, truth) => {
      if (method === 'eth_getBlockByNumber') return { ...(truth as object), number: '0x0' };
      if (method === 'eth_getTransactionByHash') return { ...(truth as object), hash: noHash };
      if (method === 'eth_getTransactionReceipt') return { ...(truth as object), transactionHash: noHash };
      return undefined;
    });
    expect(await reader.block(1)).toMatchObject(malformed);
    expect(await reader.transaction(hash as Hex)).toMatchObject(malformed);
    expect(await reader.receipt(hash as Hex)).toMatchObject(malformed);
    node.answer((response) => response.end(JSON.stringify({ jsonrpc: '2.0', id: 999, result: '0x1' })));
    expect(await reader.balanceWei(someone)).toMatchObject(malformed);
    for (const odd of ['', 'null', '[]', '{"jsonrpc":"2.0"}', '<html>']) {
      node.answer((response) => response.end(odd));
      expect(await reader.balanceWei(someone)).toMatchObject(malformed);
    }
  });

  it('never takes a block for later than the wall clock says it is', async () => {
    const anvil = await startAnvil();
    const node = await startLyingNode(anvil.url);
    const clock = manualClock();
    const reader = createChainReader(endpointOf(node.url, 31337n, clock));
    node.lie(({ method }, truth) =>
      method === 'eth_getBlockByNumber' ? { ...(truth as object), timestamp: '0xffffffffff' } : undefined,
    );
    expect(await reader.head()).toMatchObject({
      ok: true,
      value: { atMs: clock.nowMs(), saidAtMs: expect.toSatisfy((said: number) => said > clock.nowMs()) },
    });
    node.lie(({ method }, truth) =>
      method === 'eth_getBlockByNumber' ? { ...(truth as object), timestamp: '0x10' } : undefined,
    );
    expect(await reader.head()).toMatchObject({ ok: true, value: { atMs: 16_000 } });
  });

  it('asks for methods on its list only, and cannot send', async () => {
    const node = await startLyingNode('http://127.0.0.1:1');
    const ask = jsonRpc(endpointOf(node.url), ['eth_chainId']);
    for (const method of ['eth_sendRawTransaction', 'eth_sendTransaction', 'eth_sign', 'anvil_setBalance']) {
      expect(await ask(method, [])).toMatchObject({ ok: false, error: { code: 'egress-denied', method } });
    }
    expect(node.asked).toEqual([]);
  });
});

describe('a node that does not answer as it should', () => {
  const unreachable = { ok: false, error: { code: 'chain-unreachable', retry: 'safe' } };

  it('is unreachable when nothing listens, with any status but 200, by a redirect, cut off, or with more than 4 MB', async () => {
    const anvil = await startAnvil();
    const node = await startLyingNode(anvil.url);
    const reader = createChainReader(endpointOf(node.url));
    await anvil.stop();
    expect(await createChainReader(endpointOf(anvil.url)).head()).toMatchObject(unreachable);
    const elsewhere = await startLyingNode('http://127.0.0.1:1');
    for (const status of [204, 301, 302, 307, 308, 401, 429, 500]) {
      node.answer((response) => response.writeHead(status, { location: elsewhere.url }).end());
      expect(await reader.head()).toMatchObject(unreachable);
    }
    expect(elsewhere.asked).toEqual([]);
    node.answer((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"json', () => response.destroy());
    });
    expect(await reader.head()).toMatchObject(unreachable);
    node.answer((response) => {
      const part = 'x'.repeat(1_000_000);
      for (let count = 0; count < 6; count += 1) response.write(part);
      response.end();
    });
    expect(await reader.head()).toMatchObject({
      ok: false,
      error: { code: 'chain-unreachable', why: 'its answer is longer than 4000000 bytes' },
    });
  });

  it('is given fifteen seconds for the whole answer', async () => {
    const clock = manualClock();
    const node = await startLyingNode('http://127.0.0.1:1');
    const reader = createChainReader(endpointOf(node.url, 31337n, clock));
    const came = new Promise<void>((resolve) =>
      node.answer((response) => {
        response.writeHead(200);
        response.write('{"jsonrpc"', () => resolve());
      }),
    );
    const answer = reader.head();
    await came;
    clock.wind(15_000);
    expect(await answer).toMatchObject({ ok: false, error: { why: 'no answer within 15000 ms' } });
  });

  it('is never named by its address in an error, not even by its own words', async () => {
    const key = 'pk_0123456789abcdef';
    const node = await startLyingNode('http://127.0.0.1:1', `/v3/${key}?apikey=sesame-sesame`);
    const reader = createChainReader(endpointOf(node.url));
    const said: string[] = [];
    const say = async (answer: unknown): Promise<void> => {
      node.answer((response, body) => {
        const { id } = JSON.parse(body) as { id: number };
        response.end(JSON.stringify({ jsonrpc: '2.0', id, ...(answer as object) }));
      });
      said.push(JSON.stringify(await reader.head()));
    };
    for (const message of [
      `project ${key} is over its limit`,
      `see ${node.url}`,
      'key sesame-sesame is not known',
      `\u202ereversed ${key}`,
      'x'.repeat(500),
    ]) {
      await say({ error: { code: -32000, message } });
    }
    await say({ error: { code: -32000 } });
    await say({ result: { [key]: node.url } });
    node.answer((response) => response.writeHead(500).end(node.url));
    said.push(JSON.stringify(await reader.head()));
    const away = createChainReader(endpointOf(`http://127.0.0.1:1/${key}`));
    said.push(JSON.stringify(await away.head()));
    expect(said).toHaveLength(9);
    for (const text of said) expect(text).not.toMatch(/0123456789abcdef|sesame|127\.0\.0\.1|\u202e|x{40}/);
    await say({ error: { code: -32000, message: 'execution reverted: balance too low' } });
    expect(said.at(-1)).toMatch(/execution reverted: balance too low/);
  });
});
