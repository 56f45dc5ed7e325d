import type { Address } from '../domain/address.ts';
import type { Approved } from '../domain/approved.ts';
import type { Hex } from '../domain/hex.ts';
import type { Result } from '../domain/result.ts';
import type { SignerKindName } from '../domain/signer-kinds.ts';
import type { SignableTransaction } from '../domain/transaction/signable.ts';
import type { TransactionType } from '../domain/transaction/unsigned-transaction.ts';

/** One of the five kinds of signer. */
export type SignerKind = SignerKindName;

/** What a signer can do; fixed for its kind and dialect. */
export interface SignerCapabilities {
  readonly types: readonly TransactionType[];
  /** Whether it takes transactions that name storage beforehand. */
  readonly accessLists: boolean;
  /** Whether it shows addresses and transactions on a screen of its own. */
  readonly hasScreen: boolean;
  /** Whether `test` makes a real signature; a signer that cannot is tested by its address alone. */
  readonly signsTexts: boolean;
}

/** How far a signature is, for the person who waits. `text` is one plain sentence. */
export interface SignerProgress {
  readonly step: 'queued' | 'connecting' | 'checking' | 'waiting-for-you' | 'signing' | 'received';
  readonly text: string;
}

/**
 * What a signer claims, not yet believed: a whole signed transaction, or the two numbers of a signature over the digest (32 bytes each;
 * the recovery is found, not taken: `likelyParity` only says which of the two is tried first). `clearSigned` says whether the signer's own screen showed what it signed (null: it has none).
 */
export type ClaimedSignature =
  | { readonly form: 'raw'; readonly raw: Hex; readonly clearSigned: boolean | null }
  | {
      readonly form: 'numbers';
      readonly r: Hex;
      readonly s: Hex;
      readonly likelyParity?: 0 | 1;
      readonly clearSigned: boolean | null;
    };

/** One of the five signers, as the gate uses it. Every method ends by its own hard deadline and never rejects. */
export interface Signer {
  readonly kind: SignerKind;
  capabilities(): SignerCapabilities;
  /** In one sentence, what it is and what state it is in; for the top bar. Asks nothing of it. */
  state(): SignerState;
  /** The address it signs for, asked now; with `show`, on its own screen until the person has answered. `signer-unavailable`, `signer-refused`, `signer-failed`. */
  address(options: { readonly show: boolean }, signal: AbortSignal): Promise<Result<Address>>;
  /**
   * Has one approved transaction signed. One at a time: others wait in its queue, where `signal` takes them out; afterwards it asks the
   * signer to stop where that can be. `signer-unavailable` and `signer-refused` promise that no signature exists; any other error means
   * that one may.
   */
  sign(
    transaction: Approved<SignableTransaction>,
    progress: (progress: SignerProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<ClaimedSignature>>;
  /** A signature over the EIP-191 form of `text`, which the core made itself. `not-offered` where `signsTexts` is false. */
  signText(
    text: string,
    progress: (progress: SignerProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<ClaimedText>>;
  /** Lets go of devices, processes and connections. */
  close(): Promise<void>;
}

/** A claimed signature over a text. */
export interface ClaimedText {
  readonly r: Hex;
  readonly s: Hex;
}

/** What a signer is, for a person. `code` names the state for programs; `needs` is the one thing to do, null when nothing. */
export interface SignerState {
  readonly code: string;
  readonly isReady: boolean;
  readonly text: string;
  readonly needs: string | null;
}
