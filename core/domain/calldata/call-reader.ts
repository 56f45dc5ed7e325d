import type { Address } from '../address.ts';
import type { Chain } from '../chains.ts';
import { fromUnits } from '../money.ts';
import type { TokenList } from '../tokens/token-list.ts';
import type { CallMeaning, CallWarning, DecodedCall, TokenAmount } from './decoded-call.ts';
import type { AbiValue } from './read-arguments.ts';

/** Where a call goes and what is known there. */
export interface CallSite {
  readonly chain: Chain;
  readonly contract: Address;
  readonly valueWei: bigint;
  readonly tokens: TokenList;
}

/** What a reader makes of a call's arguments. */
export interface Reading {
  readonly meaning: CallMeaning;
  readonly warnings: readonly CallWarning[];
}

/** How one kind of call is read. */
export interface CallReader {
  /** As Solidity writes it, with the types of the arguments. */
  readonly signature: string;
  /** The first four bytes of the signature's Keccak-256. */
  readonly selector: string;
  readonly types: readonly string[];
  /** Whether it takes coins. */
  readonly isPayable: boolean;
  /** Null where the values are not what the call can take. `inner` reads a call that the same contract is to make on itself. */
  read(values: readonly AbiValue[], site: CallSite, inner: (data: string) => DecodedCall | null): Reading | null;
}

/** An amount of the token at `token`, named where its unit is known. */
export function tokenAmount({ chain, tokens }: CallSite, token: Address, raw: bigint): TokenAmount {
  const known = tokens.find(chain.chainId, token);
  if (known === null) return { token, raw, known: null };
  const { symbol, decimals } = known;
  return { token, raw, known: { symbol, decimals, text: fromUnits(raw, decimals) } };
}
