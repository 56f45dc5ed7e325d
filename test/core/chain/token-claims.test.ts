import { AbiCoder } from 'ethers';
import { describe, expect, it, vi } from 'vitest';
import { createChainReader } from '../../../core/chain/chain-reader.ts';
import { readAllowance, readTokenBalance, readTokenClaim } from '../../../core/chain/token-claims.ts';
import { address } from '../../../core/domain/address.ts';
import { approveCall } from '../../../core/domain/erc20-calls.ts';
import { ok } from '../../../core/domain/result.ts';
import { tokenList } from '../../../core/domain/tokens/token-list.ts';
import { chainTestTimeoutMs, developmentAccounts, startAnvil } from '../../chain/anvil.ts';
import { deployErc20 } from '../../chain/deploy-erc20.ts';
import { endpointOf } from '../../chain/endpoint.ts';
import { startLyingNode } from '../../chain/lying-node.ts';

vi.setConfig({ testTimeout: chainTestTimeoutMs });

const [alice, bob] = developmentAccounts().map((account) => account.address) as [
  ReturnType<typeof address>,
  ReturnType<typeof address>,
];
const usdc = address('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48');

describe('what a token says of itself', () => {
  it('is its unit, a balance and an allowance, from a real contract', async () => {
    const anvil = await startAnvil();
    const token = await deployErc20(anvil, { symbol: 'OWN', decimals: 8, supply: 123n });
    const reader = createChainReader(endpointOf(anvil.url));
    expect(await readTokenClaim(reader, tokenList([]), token)).toEqual(ok({ symbol: 'OWN', decimals: 8 }));
    expect(await readTokenBalance(reader, token, alice)).toEqual(ok(123n));
    await anvil.rpc('eth_sendTransaction', [{ from: alice, to: token, data: approveCall(bob, 77n) }]);
    // The block is made just after its transaction was taken.
    await expect.poll(() => readAllowance(reader, token, alice, bob), { timeout: 30_000 }).toEqual(ok(77n));
    expect(await readTokenBalance(reader, bob, alice)).toMatchObject({ error: { code: 'chain-answer-malformed' } });
  });

  it('is refused where it is no plain unit, and where a known token has another', async () => {
    const node = await startLyingNode('http://127.0.0.1:1');
    const coder = AbiCoder.defaultAbiCoder();
    const claim = async (decimals: string, symbol: string) => {
      node.answer((response, body) => {
        const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: { data: string }[] };
        const isDecimals = params[0]?.data === '0x313ce567';
        const result = method === 'eth_chainId' ? '0x1' : isDecimals ? decimals : symbol;
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
      });
      return readTokenClaim(createChainReader(endpointOf(node.url, 1n)), tokenList([]), usdc);
    };
    const six = coder.encode(['uint8'], [6]);
    const text = (symbol: string): string => coder.encode(['string'], [symbol]);
    expect(await claim(six, text('USDC'))).toEqual(ok({ symbol: 'USDC', decimals: 6 }));
    const fixed = `0x${Buffer.from('MKR').toString('hex').padEnd(64, '0')}`;
    expect(await claim(six, fixed)).toEqual(ok({ symbol: 'MKR', decimals: 6 }));
    for (const [decimals, symbol] of [
      [coder.encode(['uint8'], [18]), text('USDC')],
      [coder.encode(['uint256'], [37]), text('X')],
      ['0x', text('X')],
      ['0x06', text('X')],
      [six, text('')],
      [six, text('US\u202eDC')],
      [six, text('A'.repeat(13))],
      [six, text('A B')],
      [six, '0x'],
      [six, '0x1234'],
    ] as const) {
      expect(await claim(decimals, symbol)).toMatchObject({ error: { code: 'chain-answer-malformed' } });
    }
  });
});
