import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type ChainReader, createChainReader } from '../../../core/chain/chain-reader.ts';
import { mostCost } from '../../../core/chain/cost.ts';
import { type FeeProposal, outbid, proposeFees } from '../../../core/chain/fees.ts';
import { leastGas, proposeGas } from '../../../core/chain/gas.ts';
import { type Chain, findChain } from '../../../core/domain/chains.ts';
import { transferCall } from '../../../core/domain/erc20-calls.ts';
import type { Hex } from '../../../core/domain/hex.ts';
import { ok } from '../../../core/domain/result.ts';
import { serialiseUnsigned } from '../../../core/domain/transaction/serialise.ts';
import { chainTestTimeoutMs, developmentAccounts, startAnvil } from '../../chain/anvil.ts';
import { cast } from '../../chain/cast.ts';
import { deployErc20 } from '../../chain/deploy-erc20.ts';
import { endpointOf } from '../../chain/endpoint.ts';
import { startLyingNode } from '../../chain/lying-node.ts';
import { signWith, transactionOf } from '../../chain/sign-with.ts';

vi.setConfig({ testTimeout: chainTestTimeoutMs });

const gwei = 10n ** 9n;
const caps = { maxFeePerGasWei: 100n * gwei, maxPriorityFeePerGasWei: 3n * gwei };
const [alice, bob] = developmentAccounts() as [
  ReturnType<typeof developmentAccounts>[number],
  ReturnType<typeof developmentAccounts>[number],
];
const speeds = ['slow', 'normal', 'fast'] as const;
const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** A reader that has seen nothing but these fees. */
function readerOf(
  baseFeeWei: bigint | null,
  bases: readonly bigint[],
  reward: readonly (readonly bigint[])[],
): ChainReader {
  const head = {
    number: 9,
    hash: '0x',
    parentHash: '0x',
    atMs: 0,
    saidAtMs: 0,
    gasLimit: 0n,
    baseFeeWei,
    transactions: [],
  };
  return {
    chainId: 31337n,
    head: () => Promise.resolve(ok(head)),
    feeHistory: () => Promise.resolve(ok({ oldestBlock: 0n, baseFeePerGas: bases, reward })),
  } as unknown as ChainReader;
}

describe('proposed fees', () => {
  it('get a transaction into the next block of a real chain, at every speed', async () => {
    const anvil = await startAnvil();
    const reader = createChainReader(endpointOf(anvil.url));
    for (const [nonce, speed] of speeds.entries()) {
      const fees = await proposeFees(reader, speed, caps);
      if (!fees.ok || fees.value.type !== 2) throw new Error('there are no fees');
      const { type: _, ...priced } = fees.value;
      const signed = signWith(alice, transactionOf(bob.address, { nonce, ...priced }));
      await anvil.rpc('eth_sendRawTransaction', [signed.raw]);
      expect(await anvil.receipt(signed.hash)).toMatchObject({ status: '0x1' });
    }
  });

  it('rise with the hurry and outlast a rising base fee', async () => {
    const rows = Array.from({ length: 10 }, () => [gwei / 10n, gwei, 2n * gwei]);
    const reader = readerOf(20n * gwei, Array(11).fill(20n * gwei), rows);
    const of = async (speed: (typeof speeds)[number]) => proposeFees(reader, speed, caps);
    expect(await of('slow')).toEqual(
      ok({ type: 2, maxFeePerGasWei: 25n * gwei + gwei / 10n, maxPriorityFeePerGasWei: gwei / 10n }),
    );
    expect(await of('normal')).toEqual(ok({ type: 2, maxFeePerGasWei: 41n * gwei, maxPriorityFeePerGasWei: gwei }));
    expect(await of('fast')).toEqual(ok({ type: 2, maxFeePerGasWei: 62n * gwei, maxPriorityFeePerGasWei: 2n * gwei }));
  });

  it('never pass the caps, whatever a node says', async () => {
    const wei = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
    await fc.assert(
      fc.asyncProperty(
        fc.option(wei),
        fc.array(fc.tuple(wei, fc.array(wei, { minLength: 3, maxLength: 3 })), { minLength: 1, maxLength: 12 }),
        wei,
        fc.constantFrom(...speeds),
        fc.record({ maxFeePerGasWei: wei, maxPriorityFeePerGasWei: wei }),
        async (head, blocks, next, speed, given) => {
          const bases = [...blocks.map(([base]) => base), next];
          const fees = await proposeFees(
            readerOf(
              head,
              bases,
              blocks.map(([, row]) => row),
            ),
            speed,
            given,
          );
          if (!fees.ok) return void expect(fees.error.code).toBe('conflict');
          if (fees.value.type === 0) return void expect(fees.value.gasPriceWei <= given.maxFeePerGasWei).toBe(true);
          const { maxFeePerGasWei, maxPriorityFeePerGasWei } = fees.value;
          expect(maxFeePerGasWei <= given.maxFeePerGasWei).toBe(true);
          expect(maxPriorityFeePerGasWei <= given.maxPriorityFeePerGasWei).toBe(true);
          expect(maxPriorityFeePerGasWei <= maxFeePerGasWei).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are refused when the base fee alone is above the cap, and when the node answers half', async () => {
    expect(
      await proposeFees(readerOf(1n, [1n, caps.maxFeePerGasWei + 1n], [[1n, 1n, 1n]]), 'fast', caps),
    ).toMatchObject({
      error: { code: 'conflict' },
    });
    const halves: readonly (readonly [readonly bigint[], readonly (readonly bigint[])[]])[] = [
      [[1n, 1n], []],
      [[1n], [[1n, 1n, 1n]]],
      [[1n, 1n], [[1n, 1n]]],
    ];
    for (const [bases, rows] of halves) {
      expect(await proposeFees(readerOf(1n, bases, rows), 'fast', caps)).toMatchObject({
        error: { code: 'chain-answer-malformed' },
      });
    }
  });

  it('are one gas price on a chain without a base fee', async () => {
    const anvil = await startAnvil({ args: ['--hardfork', 'berlin', '--gas-price', '2000000000'] });
    const node = await startLyingNode(anvil.url);
    // Anvil tells of a base fee of 0 where the chain has none; nodes of such chains leave it out.
    node.lie(({ method }, truth) => {
      if (method === 'eth_getBlockByNumber') {
        const { baseFeePerGas: _, ...block } = truth as Record<string, unknown>;
        return block;
      }
      if (method === 'eth_feeHistory') {
        return {
          oldestBlock: '0x0',
          baseFeePerGas: ['0x0', '0x0'],
          reward: [[hex(gwei), hex(2n * gwei), hex(5n * gwei)]],
        };
      }
      return undefined;
    });
    const reader = createChainReader(endpointOf(node.url));
    const fees = await proposeFees(reader, 'normal', caps);
    expect(fees).toEqual(ok({ type: 0, gasPriceWei: 2n * gwei }));
    const priced = { type: 0, gasPriceWei: 2n * gwei, maxFeePerGasWei: null, maxPriorityFeePerGasWei: null } as const;
    const signed = signWith(alice, transactionOf(bob.address, priced));
    await anvil.rpc('eth_sendRawTransaction', [signed.raw]);
    expect(await anvil.receipt(signed.hash)).toMatchObject({ status: '0x1' });
    expect(await proposeFees(reader, 'fast', { ...caps, maxFeePerGasWei: 3n })).toEqual(
      ok({ type: 0, gasPriceWei: 3n }),
    );
  });

  it('to replace another are enough for a real node, and no more than the caps', async () => {
    const anvil = await startAnvil({ noMining: true });
    const first: FeeProposal = { type: 2, maxFeePerGasWei: 2_000_000_007n, maxPriorityFeePerGasWei: 1_000_000_001n };
    const low: FeeProposal = { type: 2, maxFeePerGasWei: 1n, maxPriorityFeePerGasWei: 1n };
    const more = outbid(first, low, caps);
    if (!more.ok || more.value.type !== 2) throw new Error('there are no fees');
    const send = ({ type: _, ...priced }: Extract<FeeProposal, { type: 2 }>, valueWei: bigint) =>
      anvil.rpc('eth_sendRawTransaction', [signWith(alice, transactionOf(bob.address, { ...priced, valueWei })).raw]);
    await send(first, 1n);
    await expect(send(first, 2n)).rejects.toThrow(/underpriced/);
    await expect(send(more.value, 2n)).resolves.toBeTypeOf('string');
    expect(outbid(first, { type: 2, maxFeePerGasWei: 9n * gwei, maxPriorityFeePerGasWei: 2n * gwei }, caps)).toEqual(
      ok({ type: 2, maxFeePerGasWei: 9n * gwei, maxPriorityFeePerGasWei: 2n * gwei }),
    );
    expect(outbid(first, low, { ...caps, maxFeePerGasWei: first.maxFeePerGasWei })).toMatchObject({
      error: { code: 'conflict' },
    });
    expect(outbid(first, low, { ...caps, maxPriorityFeePerGasWei: gwei })).toMatchObject({
      error: { code: 'conflict' },
    });
    expect(outbid({ type: 0, gasPriceWei: 80n }, low, caps)).toEqual(ok({ type: 0, gasPriceWei: 91n }));
  });
});

describe('gas', () => {
  it('is enough for a real token, and for coins exactly what it takes', async () => {
    const anvil = await startAnvil();
    const token = await deployErc20(anvil);
    const reader = createChainReader(endpointOf(anvil.url));
    const data = transferCall(bob.address, 5n);
    const gas = await proposeGas(reader, { from: alice.address, to: token, valueWei: 0n, data }, 1_000_000n);
    if (!gas.ok) throw new Error('there is no gas');
    const signed = signWith(alice, transactionOf(token, { valueWei: 0n, data, gas: gas.value }));
    await anvil.rpc('eth_sendRawTransaction', [signed.raw]);
    expect(await anvil.receipt(signed.hash)).toMatchObject({ status: '0x1' });
    const coins = { from: alice.address, to: bob.address, valueWei: 1n, data: '0x' as Hex };
    expect(await proposeGas(reader, coins, 1_000_000n)).toEqual(ok(21_000n));
    expect(await proposeGas(reader, coins, 20_999n)).toMatchObject({ error: { code: 'conflict' } });
    const tooMuch = { from: alice.address, to: token, valueWei: 0n, data: transferCall(bob.address, 2n ** 255n) };
    expect(await proposeGas(reader, tooMuch, 1_000_000n)).toMatchObject({
      error: { code: 'chain-rejected', reason: expect.stringMatching(/balance too low/) },
    });
  });

  it('by a node that lies is never above the cap nor below what every chain takes', async () => {
    const anvil = await startAnvil();
    const node = await startLyingNode(anvil.url);
    const reader = createChainReader(endpointOf(node.url));
    const call = { from: alice.address, to: bob.address, valueWei: 0n, data: '0x00ff' as Hex };
    for (const [claim, answer] of [
      ['0x0', ok(21_050n)],
      ['0x1', ok(21_050n)],
      [hex(2n ** 255n), { error: { code: 'conflict' } }],
    ] as const) {
      node.lie(({ method }) => (method === 'eth_estimateGas' ? claim : undefined));
      expect(await proposeGas(reader, call, 100_000n)).toMatchObject(answer);
    }
  });

  it('that every chain takes is what a real chain asks at least', async () => {
    const anvil = await startAnvil({ args: ['--hardfork', 'prague'] });
    const intrinsic = async (data: Hex, makesContract: boolean): Promise<void> => {
      const least = leastGas(data, makesContract);
      const send = (gas: bigint) =>
        anvil.rpc('eth_call', [
          { from: alice.address, ...(makesContract ? {} : { to: bob.address }), data, gas: hex(gas) },
          'latest',
        ]);
      await expect(send(least - 1n)).rejects.toThrow(/gas/i);
      await expect(send(least)).resolves.toBeTypeOf('string');
    };
    await intrinsic('0x' as Hex, false);
    await intrinsic(`0x${'00ff'.repeat(40)}` as Hex, false);
    await intrinsic(`0x00${'ab'.repeat(10)}` as Hex, true);
  });
});

describe('the most a transaction can cost', () => {
  const transaction = transactionOf(bob.address, {
    chainId: 10n,
    valueWei: 5n,
    gas: 21_000n,
    maxFeePerGasWei: 3n,
    maxPriorityFeePerGasWei: 1n,
  });

  it('is exact where there is no fee but the chain’s own', async () => {
    const cost = await mostCost({} as ChainReader, findChain(1n) as Chain, transaction);
    expect(cost).toEqual(
      ok({ valueWei: 5n, feeWei: 63_000n, l1FeeEstimateWei: 0n, totalWei: 63_005n, isEstimate: false }),
    );
  });

  it('on an OP-stack chain holds twice what its oracle says for the very bytes, as an estimate', async () => {
    const anvil = await startAnvil({ chainId: 10 });
    // Answers with the length of its calldata: keeps CALLDATASIZE in memory and returns those 32 bytes.
    await anvil.rpc('anvil_setCode', ['0x420000000000000000000000000000000000000F', '0x3660005260206000f3']);
    const node = await startLyingNode(anvil.url);
    const reader = createChainReader(endpointOf(node.url, 10n));
    let asked = '';
    node.lie(({ method, params }) => {
      if (method === 'eth_call') asked = (params[0] as { data: string }).data;
      return undefined;
    });
    const cost = await mostCost(reader, findChain(10n) as Chain, transaction);
    const expected = await cast('calldata', 'getL1Fee(bytes)', serialiseUnsigned(transaction));
    expect(asked).toBe(expected);
    const l1FeeEstimateWei = BigInt(2 * ((expected.length - 2) / 2));
    expect(cost).toEqual(
      ok({ valueWei: 5n, feeWei: 63_000n, l1FeeEstimateWei, totalWei: 63_005n + l1FeeEstimateWei, isEstimate: true }),
    );
    for (const lie of ['0x', '0x01', `0x${'00'.repeat(32)}`, `0x${'00'.repeat(64)}`]) {
      node.lie(({ method }) => (method === 'eth_call' ? lie : undefined));
      expect(await mostCost(reader, findChain(10n) as Chain, transaction)).toMatchObject({
        error: { code: 'chain-answer-malformed' },
      });
    }
  });
});
