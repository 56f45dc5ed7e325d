import { err, ok, type Result } from '../../domain/result.ts';
import type { SigningFields } from './judge-signing.ts';
import { type RlpItem, readRlp } from './rlp.ts';

/** The fields of unsigned bytes, as the signer's own layer reads them: numbers as decimal text, addresses and data in lower case. */
export interface ReadTransaction extends SigningFields {
  readonly type: 0 | 1 | 2;
  readonly chainId: string;
  readonly nonce: string;
  readonly value: string;
  readonly gas: string;
  readonly maxPriorityFeePerGas: string | null;
  readonly data: string;
  readonly accessList: readonly ReadAccessEntry[];
}

/** An address and the storage slots of it that are named beforehand. */
export interface ReadAccessEntry {
  readonly address: string;
  readonly storageKeys: readonly string[];
}

/** Why bytes are not a transaction that may be signed, in words that follow "the bytes". */
export interface Unreadable {
  readonly why: string;
}

/** Nodes take no transaction of more than 128 KiB (geth's `txMaxSize`). */
const mostBytes = 131_072;

/** Takes down a reason to refuse; reading goes on with something harmless, and nothing of it is answered. */
type Refuse = (why: string) => void;

/**
 * Reads the bytes that are to be signed, in 0x text: type 0 with EIP-155's nine items, type 1 (EIP-2930) or type 2 (EIP-1559), canonical
 * to the last bit. Everything else is refused: other types, signed bytes, numbers with leading zeros or out of the range of their
 * field (the chain below 2^53, the nonce below 2^53-1, gas below 2^64, wei below 2^256), a tip above the highest fee. It shares
 * nothing with the core's own reader, so that one mistake does not blind both.
 */
export function readUnsigned(text: string): Result<ReadTransaction, Unreadable> {
  if (!/^0x([0-9a-fA-F]{2})+$/.test(text)) return err({ why: 'are not hexadecimal' });
  const hex = text.slice(2).toLowerCase();
  if (hex.length > 2 * mostBytes) return err({ why: `are more than ${mostBytes} bytes` });
  const type = hex.startsWith('01') ? 1 : hex.startsWith('02') ? 2 : 0;
  if (type === 0 && hex < 'c0') return err({ why: 'are of a type that is not signed here' });
  const items = readRlp(type === 0 ? hex : hex.slice(2));
  if (items === null || typeof items === 'string') return err({ why: 'are not one list in its shortest form' });
  const count = type === 1 ? 8 : 9;
  if (items.length !== count) return err({ why: `have ${items.length} fields where their type has ${count}` });
  const faults: string[] = [];
  const refuse: Refuse = (why) => void faults.push(why);
  const transaction = type === 0 ? readLegacy(items, refuse) : readTyped(type, items, refuse);
  const [first] = faults;
  return first === undefined ? ok(transaction) : err({ why: first });
}

/** `[nonce, gasPrice, gasLimit, to, value, data, chainId, 0, 0]`, https://eips.ethereum.org/EIPS/eip-155. */
function readLegacy(items: readonly RlpItem[], refuse: Refuse): ReadTransaction {
  const [nonce, gasPrice, gas, to, value, data, chainId, r, s] = items;
  if (r !== '' || s !== '') refuse('are signed already');
  return {
    type: 0,
    ...readCommon({ chainId, nonce, gas, to, value, data }, refuse),
    gasPrice: whole(gasPrice, 'gas price', wei, refuse),
    maxFeePerGas: null,
    maxPriorityFeePerGas: null,
    accessList: [],
  };
}

/**
 * `[chainId, nonce, gasPrice, gasLimit, to, value, data, accessList]`, https://eips.ethereum.org/EIPS/eip-2930, or
 * `[chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gasLimit, to, value, data, accessList]`, https://eips.ethereum.org/EIPS/eip-1559.
 */
function readTyped(type: 1 | 2, items: readonly RlpItem[], refuse: Refuse): ReadTransaction {
  const [chainId, nonce] = items;
  const [gas, to, value, data, accessList] = items.slice(type + 2);
  const price = whole(items[type + 1], 'gas price', wei, refuse);
  const tip = type === 2 ? whole(items[2], 'tip', wei, refuse) : null;
  if (tip !== null && BigInt(tip) > BigInt(price)) refuse('have a tip above the highest fee');
  return {
    type,
    ...readCommon({ chainId, nonce, gas, to, value, data }, refuse),
    gasPrice: type === 1 ? price : null,
    maxFeePerGas: type === 2 ? price : null,
    maxPriorityFeePerGas: tip,
    accessList: readAccessList(accessList, refuse),
  };
}

type Common = 'chainId' | 'nonce' | 'gas' | 'to' | 'value' | 'data';

function readCommon(
  items: Readonly<Record<Common, RlpItem | undefined>>,
  refuse: Refuse,
): Pick<ReadTransaction, Common> {
  const chainId = whole(items.chainId, 'chain', 2n ** 53n, refuse);
  if (chainId === '0') refuse('are for no chain');
  const to = bytes(items.to, 'recipient', refuse);
  if (to.length !== 0 && to.length !== 40) refuse('have a recipient that is no address');
  return {
    chainId,
    nonce: whole(items.nonce, 'nonce', 2n ** 53n - 1n, refuse),
    gas: whole(items.gas, 'gas', 2n ** 64n, refuse),
    to: to === '' ? null : `0x${to}`,
    value: whole(items.value, 'value', wei, refuse),
    data: `0x${bytes(items.data, 'data', refuse)}`,
  };
}

const wei = 2n ** 256n;

function bytes(item: RlpItem | undefined, what: string, refuse: Refuse): string {
  if (typeof item === 'string') return item;
  refuse(`have a list for their ${what}`);
  return '';
}

function whole(item: RlpItem | undefined, what: string, bound: bigint, refuse: Refuse): string {
  const hex = bytes(item, what, refuse);
  if (hex.startsWith('00')) refuse(`have zeros before their ${what}`);
  const value = hex === '' ? 0n : BigInt(`0x${hex.slice(0, 66)}`);
  if (value >= bound) refuse(`have a ${what} out of range`);
  return value.toString();
}

function readAccessList(item: RlpItem | undefined, refuse: Refuse): readonly ReadAccessEntry[] {
  if (typeof item === 'string' || item === undefined) {
    refuse('have no access list');
    return [];
  }
  return item.map((entry) => {
    const [address, storageKeys] = entry;
    if (typeof entry === 'string' || entry.length !== 2 || typeof address !== 'string' || address.length !== 40) {
      refuse('have an entry in their access list that is none');
    }
    return { address: `0x${address}`, storageKeys: readStorageKeys(storageKeys, refuse) };
  });
}

function readStorageKeys(items: RlpItem | undefined, refuse: Refuse): readonly string[] {
  if (typeof items === 'string' || items === undefined) {
    refuse('have an entry in their access list without its storage slots');
    return [];
  }
  return items.map((key) => {
    if (typeof key !== 'string' || key.length !== 64) refuse('name a storage slot that is not 32 bytes');
    return `0x${key}`;
  });
}
