import type { Address } from '../address.ts';
import { bundledTokens } from './bundled-tokens.ts';

/** A token whose unit is known: from the list that ships, or pinned once by the person. */
export interface KnownToken {
  readonly chainId: bigint;
  readonly address: Address;
  readonly symbol: string;
  /** 0 to 255. */
  readonly decimals: number;
  readonly source: 'bundled' | 'pinned';
}

/** A token's unit as the person has pinned it. */
export interface PinnedToken {
  readonly chainId: number;
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
}

/** Every token whose unit is known. */
export interface TokenList {
  find(chainId: bigint, token: Address): KnownToken | null;
  of(chainId: bigint): readonly KnownToken[];
}

/** The list that ships and the person's pins. Where both name a token the list that ships counts: no pin can change it. */
export function tokenList(pinned: readonly PinnedToken[]): TokenList {
  const isBundled = (token: PinnedToken): boolean =>
    bundledTokens.some(({ chainId, address }) => chainId === BigInt(token.chainId) && address === token.address);
  const own = pinned
    .filter((token) => !isBundled(token))
    .map((token): KnownToken => ({ ...token, chainId: BigInt(token.chainId), source: 'pinned' }));
  const all = [...bundledTokens, ...own];
  return {
    find: (chainId, token) => all.find((known) => known.chainId === chainId && known.address === token) ?? null,
    of: (chainId) => all.filter((known) => known.chainId === chainId),
  };
}
