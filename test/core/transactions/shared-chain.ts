import { afterAll, beforeAll } from 'vitest';
import type { Address } from '../../../core/domain/address.ts';
import { transferCall } from '../../../core/domain/erc20-calls.ts';
import { type Anvil, startAnvil } from '../../chain/anvil.ts';
import { deployErc20 } from '../../chain/deploy-erc20.ts';

/** Gives an address a hundred coins and ten tokens. */
export async function fund({ anvil, token }: SharedChain, address: Address): Promise<void> {
  await anvil().rpc('anvil_setBalance', [address, `0x${(100n * 10n ** 18n).toString(16)}`]);
  const from = anvil().accounts[0]?.address;
  const data = transferCall(address, 10_000_000n);
  await anvil().receipt(String(await anvil().rpc('eth_sendTransaction', [{ from, to: token(), data }])));
}

/** A development chain for all tests of a file, with a token that its first account holds. */
export interface SharedChain {
  readonly anvil: () => Anvil;
  /** The token's contract; it has 6 decimals. */
  readonly token: () => Address;
}

/** Starts one before the first test and ends it after the last. */
export function sharedChain(): SharedChain {
  let chain: { readonly anvil: Anvil; readonly token: Address } | null = null;
  beforeAll(async () => {
    const anvil = await startAnvil({}, { endsWithTest: false });
    chain = { anvil, token: await deployErc20(anvil) };
  });
  afterAll(() => chain?.anvil.stop());
  const started = (): { readonly anvil: Anvil; readonly token: Address } => {
    if (chain === null) throw new Error('the chain was not started');
    return chain;
  };
  return { anvil: () => started().anvil, token: () => started().token };
}
