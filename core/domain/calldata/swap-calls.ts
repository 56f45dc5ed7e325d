import type { Address } from '../address.ts';
import { parseAddress } from '../address.ts';
import { type CallReader, type CallSite, type Reading, tokenAmount } from './call-reader.ts';
import type { CallWarning, DecodedCall, SwapHop, SwapRecipient } from './decoded-call.ts';
import type { AbiValue } from './read-arguments.ts';

/** The router's own names for the one that signs, for itself, and for "all that I hold" (swap-router-contracts, Constants.sol). */
const signerMark = '0x0000000000000000000000000000000000000001';
const routerMark = '0x0000000000000000000000000000000000000002';
const routerBalance = 0n;
const mostCalls = 32;

/** The calls of Uniswap's SwapRouter02 that are read (https://docs.uniswap.org/contracts/v3/reference/periphery/interfaces/ISwapRouter). */
export const swapCalls: readonly CallReader[] = [
  {
    signature: 'exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))',
    selector: '0x04e45aaf',
    types: ['tuple(address,address,uint24,address,uint256,uint256,uint160)'],
    isPayable: true,
    read([given], site) {
      const [tokenIn, tokenOut, feePpm, recipient, amountIn, leastOut] = given as readonly AbiValue[];
      const hop = { tokenIn: tokenIn as Address, tokenOut: tokenOut as Address, feePpm: feePpm as bigint };
      const amounts = { recipient: recipient as Address, amountIn: amountIn as bigint, leastOut: leastOut as bigint };
      return swap('uniswap-exact-input-single', [hop], amounts, site);
    },
  },
  {
    signature: 'exactInput((bytes,address,uint256,uint256))',
    selector: '0xb858183f',
    types: ['tuple(bytes,address,uint256,uint256)'],
    isPayable: true,
    read([given], site) {
      const [bytes, recipient, amountIn, leastOut] = given as readonly AbiValue[];
      const path = readPath(bytes as string);
      const amounts = { recipient: recipient as Address, amountIn: amountIn as bigint, leastOut: leastOut as bigint };
      return path === null ? null : swap('uniswap-exact-input', path, amounts, site);
    },
  },
  {
    signature: 'multicall(bytes[])',
    selector: '0xac9650d8',
    types: ['bytes[]'],
    isPayable: true,
    read: ([calls], site, inner) => multicall(calls as readonly string[], null, site, inner),
  },
  {
    signature: 'multicall(uint256,bytes[])',
    selector: '0x5ae401dc',
    types: ['uint256', 'bytes[]'],
    isPayable: true,
    read: ([deadline, calls], site, inner) => multicall(calls as readonly string[], deadline as bigint, site, inner),
  },
  {
    signature: 'multicall(bytes32,bytes[])',
    selector: '0x1f0464d1',
    types: ['bytes32', 'bytes[]'],
    isPayable: true,
    read: ([, calls], site, inner) => multicall(calls as readonly string[], null, site, inner),
  },
];

/** A path as the pools are written: token (20 bytes), then fee (3) and token for each hop. Null for any other length. */
function readPath(path: string): readonly SwapHop[] | null {
  if (!/^0x[0-9a-f]{40}([0-9a-f]{46})+$/.test(path)) return null;
  const hops: SwapHop[] = [];
  for (let at = 2; at + 40 < path.length; at += 46) {
    const tokenIn = parseAddress(`0x${path.slice(at, at + 40)}`);
    const tokenOut = parseAddress(`0x${path.slice(at + 46, at + 86)}`);
    if (tokenIn === null || tokenOut === null) return null;
    hops.push({ tokenIn, tokenOut, feePpm: BigInt(`0x${path.slice(at + 40, at + 46)}`) });
  }
  return hops;
}

function swap(
  kind: 'uniswap-exact-input-single' | 'uniswap-exact-input',
  path: readonly SwapHop[],
  given: { readonly recipient: Address; readonly amountIn: bigint; readonly leastOut: bigint },
  site: CallSite,
): Reading | null {
  const [first, last] = [path[0], path.at(-1)];
  if (first === undefined || last === undefined) return null;
  const amountIn = tokenAmount(site, first.tokenIn, given.amountIn);
  const leastOut = tokenAmount(site, last.tokenOut, given.leastOut);
  const warnings: CallWarning[] = [...routerWarnings(site)];
  if (amountIn.known === null || leastOut.known === null) warnings.push('unknown-token');
  if (given.leastOut === 0n) warnings.push('no-least-amount');
  if (given.amountIn === routerBalance) warnings.push('router-balance');
  return { meaning: { kind, path, recipient: recipientOf(given.recipient), amountIn, leastOut }, warnings };
}

function recipientOf(recipient: Address): SwapRecipient {
  if (recipient === signerMark) return 'signer';
  return recipient === routerMark ? 'router' : recipient;
}

function multicall(
  given: readonly string[],
  deadlineS: bigint | null,
  site: CallSite,
  inner: (data: string) => DecodedCall | null,
): Reading | null {
  if (given.length > mostCalls) return null;
  const calls: DecodedCall[] = [];
  for (const data of given) {
    const call = inner(data);
    if (call === null) return null;
    calls.push(call);
  }
  const holdsUnknown = calls.some(
    ({ kind, warnings }) => kind === 'unknown' || warnings.includes('holds-unknown-call'),
  );
  return {
    meaning: { kind: 'multicall', calls, deadlineS },
    warnings: [...routerWarnings(site), ...(holdsUnknown ? (['holds-unknown-call'] as const) : [])],
  };
}

function routerWarnings({ chain, contract }: CallSite): readonly CallWarning[] {
  return chain.swapRouter === contract ? [] : ['unknown-contract'];
}
