/** An asset on a chain as windows and limits name it: '<chain id>:native' or '<chain id>:<token address in lower case>'. */
export type ChainAsset = string;

/** The name of an asset; `token` is null for the chain's own coin. */
export function chainAsset(chainId: bigint, token: string | null): ChainAsset {
  return `${chainId}:${token === null ? 'native' : token.toLowerCase()}`;
}

/** The chain that an asset is on. */
export function chainOf(asset: ChainAsset): bigint {
  return BigInt(asset.slice(0, asset.indexOf(':')));
}

/** How much of an asset a transaction moves away or lets another one move, in its smallest unit; 'unlimited' for all there may ever be. */
export interface Spend {
  readonly asset: ChainAsset;
  readonly amount: bigint | 'unlimited';
}

/** What was reserved of an asset by transactions before this one, in the time that is confirmed to have passed. */
export interface SpentFacts {
  readonly hour: bigint;
  readonly day: bigint;
}

/** One known recipient of value: since when the person has known it by confirmed time, null when it is not known. */
export interface RecipientFacts {
  /** In lower case. */
  readonly address: string;
  readonly knownSinceMs: number | null;
}

/**
 * What rules may know of a transaction beside its fields; gathered from its bytes and the console's own books before they are asked. A
 * chain's answers are in it only where they can make the judgement stricter. Null is what could not be read.
 */
export interface TransactionFacts {
  /** Milliseconds since the epoch by confirmed time; 0 while no time is confirmed. */
  readonly confirmedNowMs: number;
  /** What a rollup adds for its first layer, an estimate with its margin; 0 where there is no such fee. */
  readonly l1FeeWei: bigint | null;
  /** What it moves, by its decoded bytes; null where the calldata could not be understood. */
  readonly spends: readonly Spend[] | null;
  /** What was spent before of each asset in `spends`. */
  readonly spent: Readonly<Record<ChainAsset, SpentFacts>> | null;
  /** Who ends up with value or may move it: recipients and spenders; null where the calldata could not be understood. */
  readonly recipients: readonly RecipientFacts[] | null;
  /** Whether it gives somebody an allowance without a bound, or everything of a collection. */
  readonly isUnlimitedApproval: boolean;
  /** Whether the signer's screen will not show what is signed: true, false, or null where the signer has no screen. */
  readonly isBlind: boolean | null;
  /** Whether it only moves the chain's own coin or one token to the rescue address of its chain, and that address may be used by now. */
  readonly isRescue: boolean;
  /** Whether it only lowers what can happen: to oneself with nothing at the nonce of an open one, or an allowance taken back to 0. */
  readonly isTakingBack: boolean;
}

/** The facts where nothing was read: rules of a document that need any of it refuse. */
export const unknownTransactionFacts: TransactionFacts = {
  confirmedNowMs: 0,
  l1FeeWei: null,
  spends: null,
  spent: null,
  recipients: null,
  isUnlimitedApproval: false,
  isBlind: null,
  isRescue: false,
  isTakingBack: false,
};
