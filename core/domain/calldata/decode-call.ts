import type { Address } from '../address.ts';
import type { Chain } from '../chains.ts';
import { byteLength, type Hex } from '../hex.ts';
import type { TokenList } from '../tokens/token-list.ts';
import type { CallReader, CallSite } from './call-reader.ts';
import type { CallWarning, DecodedCall } from './decoded-call.ts';
import { readArguments } from './read-arguments.ts';
import { swapCalls } from './swap-calls.ts';
import { tokenCalls } from './token-calls.ts';

/** A call to be read, and what is known where it goes. */
export interface UndecodedCall {
  readonly chain: Chain;
  /** Null makes a contract. */
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly data: Hex;
  readonly tokens: TokenList;
  /** Whether the chain says there is a contract at `to`; null where it was not asked. It adds warnings and takes none away. */
  readonly hasCode: boolean | null;
}

const deepest = 3;

/**
 * What a call does, by its bytes, asking nobody. Never friendlier than the chain would be: whatever is not exactly a call that is known
 * here is 'unknown' and says so. A known selector is read at any contract, so that an approval is seen wherever it is given; where
 * the contract is on no list a warning says that it may do something else.
 */
export function decodeCall({ chain, to, valueWei, data, tokens, hasCode }: UndecodedCall): DecodedCall {
  const length = byteLength(data);
  if (to === null) {
    return { kind: 'contract-creation', codeBytes: length, contract: null, valueWei, warnings: [] };
  }
  if (length === 0) {
    const isContract = hasCode === true || tokens.find(chain.chainId, to) !== null || to === chain.swapRouter;
    const warnings: CallWarning[] = isContract ? ['code-at-recipient'] : [];
    if (/^0x0{40}$/.test(to)) warnings.push('to-zero-address');
    return { kind: 'native-transfer', to, contract: to, valueWei, warnings };
  }
  const site: CallSite = { chain, contract: to, valueWei, tokens };
  const call = readWith([...tokenCalls, ...swapCalls], data, site, deepest);
  return hasCode === false ? { ...call, warnings: [...call.warnings, 'no-code'] } : call;
}

function readWith(readers: readonly CallReader[], data: Hex, site: CallSite, depth: number): DecodedCall {
  const { contract, valueWei } = site;
  const selector = byteLength(data) < 4 ? null : (data.slice(0, 10) as Hex);
  const unknown = (warning: CallWarning, resembles: string | null): DecodedCall => ({
    kind: 'unknown',
    selector,
    resembles,
    contract,
    valueWei,
    warnings: [warning],
  });
  const reader = readers.find((known) => known.selector === selector);
  if (reader === undefined) return unknown('unknown-call', null);
  const values = readArguments(reader.types, `0x${data.slice(10)}` as Hex);
  // A router carries out each part on itself with the same coins, so only its own calls can be meant.
  const inner = (part: string): DecodedCall | null =>
    depth === 0 ? null : readWith(swapCalls, part as Hex, site, depth - 1);
  const reading = values === null ? null : reader.read(values, site, inner);
  if (reading === null) return unknown('malformed', reader.signature);
  const isOverpaid = !reader.isPayable && valueWei > 0n;
  const warnings: readonly CallWarning[] = isOverpaid ? [...reading.warnings, 'value-attached'] : reading.warnings;
  return { ...reading.meaning, contract, valueWei, warnings };
}
