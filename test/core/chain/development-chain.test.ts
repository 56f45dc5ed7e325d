import { describe, expect, it, vi } from 'vitest';
import { chainTestTimeoutMs, startAnvil } from '../../chain/anvil.ts';
import { deployErc20 } from '../../chain/deploy-erc20.ts';

vi.setConfig({ testTimeout: chainTestTimeoutMs });

describe('the development chain of the tests', () => {
  it('has the published accounts, its own chain id and a token, and ends when it is told to', async () => {
    const anvil = await startAnvil({ chainId: 1337 });
    expect(await anvil.rpc('eth_chainId')).toBe('0x539');
    const listed = (await anvil.rpc('eth_accounts')) as readonly string[];
    expect(anvil.accounts.map(({ address }) => address.toLowerCase())).toEqual(listed);
    const token = await deployErc20(anvil, { decimals: 8 });
    expect(await anvil.rpc('eth_call', [{ to: token, data: '0x313ce567' }, 'latest'])).toBe(
      `0x${(8).toString(16).padStart(64, '0')}`,
    );
    await anvil.stop();
    await expect(anvil.rpc('eth_chainId')).rejects.toThrow();
  });
});
