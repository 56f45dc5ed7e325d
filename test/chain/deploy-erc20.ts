import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AbiCoder } from 'ethers';
import { type Address, parseAddress } from '../../core/domain/address.ts';
import { type Hex, readHex } from '../../core/domain/hex.ts';
import type { Anvil } from './anvil.ts';

/** What a token of ours is made with. */
export interface TokenOptions {
  readonly symbol?: string;
  readonly decimals?: number;
  /** In its smallest units; the first account holds all of it. */
  readonly supply?: bigint;
}

/**
 * Puts a token on a development chain: ERC-20, increaseAllowance, and deposit and withdraw as wrapped ether has them. The last account
 * pays, so the first ones' nonces stay 0. Makes a block where the chain does not by itself.
 */
export async function deployErc20(anvil: Anvil, options: TokenOptions = {}): Promise<Address> {
  const { symbol = 'TEST', decimals = 6, supply = 1_000_000_000_000n } = options;
  const [holder] = anvil.accounts;
  const from = anvil.accounts.at(-1);
  if (holder === undefined || from === undefined) throw new Error('the chain has no accounts');
  const given = AbiCoder.defaultAbiCoder().encode(
    ['string', 'uint8', 'address', 'uint256'],
    [symbol, decimals, holder.address, supply],
  );
  const transaction = { from: from.address, data: `${tokenBytecode()}${given.slice(2)}`, gas: '0x2dc6c0' };
  const hash = await anvil.rpc('eth_sendTransaction', [transaction]);
  await anvil.rpc('anvil_mine', ['0x1']);
  const receipt = (await anvil.rpc('eth_getTransactionReceipt', [hash])) as { contractAddress: string; status: string };
  const address = parseAddress(receipt.contractAddress);
  if (address === null || receipt.status !== '0x1') throw new Error('the token was not deployed');
  return address;
}

let compiled: Hex | null = null;

/** The token's creation code, compiled once per test process. */
function tokenBytecode(): Hex {
  compiled ??= compile(readFileSync(new URL('erc20.sol', import.meta.url), 'utf8'));
  return compiled;
}

function compile(content: string): Hex {
  // The compiler is CommonJS and takes a second to load, so only tests that need it load it.
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string };
  const input = {
    language: 'Solidity',
    sources: { 'erc20.sol': { content } },
    settings: { optimizer: { enabled: true }, outputSelection: { '*': { '*': ['evm.bytecode.object'] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    contracts?: Record<string, Record<string, { evm: { bytecode: { object: string } } }>>;
    errors?: readonly { formattedMessage: string }[];
  };
  const object = output.contracts?.['erc20.sol']?.TestToken?.evm.bytecode.object ?? '';
  const bytecode = readHex(`0x${object}`);
  if (bytecode === null || bytecode === '0x') throw new Error(`solc: ${JSON.stringify(output.errors)}`);
  return bytecode;
}
