import { createRequire } from 'node:module';
import { type Address, parseAddress } from '../../domain/address.ts';

/** What makes a Ledger show a token by name: the vendor signed it, and the device checks that signature. */
export interface TokenDescriptor {
  readonly chainId: bigint;
  readonly contract: Address;
  readonly ticker: string;
  readonly decimals: number;
  /** The bytes that the device takes: ticker, contract, decimals, chain, signature; lower-case hexadecimal without 0x. */
  readonly bytes: string;
}

const read = new Map<bigint, ReadonlyMap<Address, TokenDescriptor>>();

/**
 * The descriptor of a token, out of the vendor's list that is installed with the program; null when it has none, about all but the hundred
 * best-known tokens of a chain. It asks nobody.
 */
export function tokenDescriptor(chainId: bigint, contract: Address): TokenDescriptor | null {
  let known = read.get(chainId);
  if (known === undefined) {
    known = readDescriptors(signaturesOf(chainId));
    read.set(chainId, known);
  }
  const found = known.get(contract);
  return found !== undefined && found.chainId === chainId ? found : null;
}

/** The packed list of a chain as the vendor ships it (base64); '' where there is none. */
function signaturesOf(chainId: bigint): string {
  try {
    const load = createRequire(import.meta.url);
    const { signatures } = load(`@ledgerhq/cryptoassets-evm-signatures/lib/data/evm/${chainId}/index`) as {
      readonly signatures: unknown;
    };
    return typeof signatures === 'string' ? signatures : '';
  } catch {
    return '';
  }
}

/**
 * Reads a packed list: for each token four bytes of length, then one byte of length and the ticker, 20 bytes of contract, four of
 * decimals, four of chain id, the rest its signature. Reading stops at the first entry that is not so.
 */
export function readDescriptors(base64: string): ReadonlyMap<Address, TokenDescriptor> {
  const packed = Buffer.from(base64, 'base64');
  const found = new Map<Address, TokenDescriptor>();
  for (let at = 0; at + 4 <= packed.length; ) {
    const length = packed.readUInt32BE(at);
    const descriptor = readDescriptor(packed.subarray(at + 4, at + 4 + length), length);
    if (descriptor === null) break;
    found.set(descriptor.contract, descriptor);
    at += 4 + length;
  }
  return found;
}

function readDescriptor(item: Buffer, length: number): TokenDescriptor | null {
  const tickerLength = item[0] ?? 0;
  const contractAt = 1 + tickerLength;
  if (item.length !== length || item.length <= contractAt + 28) return null;
  const ticker = item.subarray(1, contractAt).toString('latin1');
  const contract = parseAddress(`0x${item.subarray(contractAt, contractAt + 20).toString('hex')}`);
  const decimals = item.readUInt32BE(contractAt + 20);
  if (contract === null || decimals > 255 || !/^[\x21-\x7e]{1,20}$/.test(ticker)) return null;
  return {
    chainId: BigInt(item.readUInt32BE(contractAt + 24)),
    contract,
    ticker,
    decimals,
    bytes: item.toString('hex'),
  };
}
