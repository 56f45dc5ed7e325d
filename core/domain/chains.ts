import { type Address, address } from './address.ts';

/** What the console knows of an EVM chain before it asks anybody. Its own coin has 18 decimals on every one of them. */
export interface Chain {
  readonly chainId: bigint;
  readonly name: string;
  readonly nativeSymbol: string;
  /** How many blocks, its own included, must stand before a transaction counts as settled. */
  readonly confirmations: number;
  /** Whether a transaction also pays for its place on Ethereum, by the OP stack's rules. */
  readonly isOpStack: boolean;
  /** Whether it is a development chain, the only kind that paper mode signs for. */
  readonly isDevelopment: boolean;
  /** The contract that wraps its coin as a token; null where none is known. */
  readonly wrappedNative: Address | null;
  /** Uniswap's SwapRouter02; null where none is known. https://docs.uniswap.org/contracts/v3/reference/deployments */
  readonly swapRouter: Address | null;
}

/** How many decimals the own coin of every EVM chain has. */
export const coinDecimals = 18;

/** A chain that the person has added. */
export interface AddedChain {
  readonly chainId: number;
  readonly name: string;
  readonly nativeSymbol: string;
}

const ether = { nativeSymbol: 'ETH', isDevelopment: false } as const;
const swapRouter = address('0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45');
const wrappedByOpStack = address('0x4200000000000000000000000000000000000006');
const unknownContracts = { wrappedNative: null, swapRouter: null } as const;

/**
 * The chains that ship. Depth: Ethereum is settled by epochs of 32 blocks; a rollup's sequencer rarely takes a block back, but it does
 * until the block is on Ethereum; a development chain belongs to the person.
 */
export const knownChains: readonly Chain[] = [
  {
    ...ether,
    chainId: 1n,
    name: 'Ethereum',
    confirmations: 32,
    isOpStack: false,
    wrappedNative: address('0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'),
    swapRouter,
  },
  {
    ...ether,
    chainId: 10n,
    name: 'OP Mainnet',
    confirmations: 60,
    isOpStack: true,
    wrappedNative: wrappedByOpStack,
    swapRouter,
  },
  {
    ...ether,
    chainId: 8453n,
    name: 'Base',
    confirmations: 60,
    isOpStack: true,
    wrappedNative: wrappedByOpStack,
    swapRouter: address('0x2626664c2603336E57B271c5C0b26F421741e481'),
  },
  {
    ...ether,
    chainId: 42161n,
    name: 'Arbitrum One',
    confirmations: 240,
    isOpStack: false,
    wrappedNative: address('0x82aF49447D8a07e3bd95BD0d56f35241523fBab1'),
    swapRouter,
  },
  { ...developmentChain(31337n), name: 'Development chain' },
];

/** The ids of the chains that paper mode may sign for: those that anvil, hardhat and ganache start with. */
export const developmentChainIds: readonly bigint[] = [31337n, 1337n];

/** Whether a chain is one whose coins are worth nothing. On every other one what is signed moves real money. */
export function isDevelopmentChain(chainId: bigint): boolean {
  return developmentChainIds.includes(chainId);
}

/**
 * What is known of a chain: from the list that ships, else as the person has added it, with the deepest confirmation of any chain here.
 * Null where it is neither.
 */
export function findChain(chainId: bigint, added: readonly AddedChain[] = []): Chain | null {
  const known = knownChains.find((chain) => chain.chainId === chainId);
  if (known !== undefined) return known;
  const own = added.find((chain) => BigInt(chain.chainId) === chainId);
  if (own === undefined) return null;
  const { name, nativeSymbol } = own;
  if (developmentChainIds.includes(chainId)) return { ...developmentChain(chainId), name, nativeSymbol };
  return {
    chainId,
    name,
    nativeSymbol,
    confirmations: 240,
    isOpStack: false,
    isDevelopment: false,
    ...unknownContracts,
  };
}

function developmentChain(chainId: bigint): Omit<Chain, 'name'> {
  return {
    chainId,
    nativeSymbol: 'ETH',
    confirmations: 2,
    isOpStack: false,
    isDevelopment: true,
    ...unknownContracts,
  };
}
