import type { Address } from '../address.ts';
import type { Hex } from '../hex.ts';
import type { DecimalText } from '../money.ts';

/**
 * What a person must be told beside what a call says:
 * - 'malformed': the selector is a known one, but what follows is not exactly its arguments;
 * - 'unknown-call': the selector is none we read; 'holds-unknown-call': one inside of it is;
 * - 'unknown-contract': read by the selector alone, the contract is on no list and may do something else;
 * - 'unknown-token': the unit is not known, and where the call is shared with collections the number may name one item;
 * - 'no-code' and 'code-at-recipient': a call to an address without a contract, or coins to one with a contract;
 * - 'value-attached': coins are sent along with a call that takes none;
 * - 'no-least-amount': a swap that may give nothing; 'router-balance': it takes what the router holds instead of a stated amount;
 * - the others say what they say.
 */
export type CallWarning =
  | 'malformed'
  | 'unknown-call'
  | 'holds-unknown-call'
  | 'unknown-contract'
  | 'unknown-token'
  | 'no-code'
  | 'code-at-recipient'
  | 'value-attached'
  | 'unlimited-approval'
  | 'operator-of-all'
  | 'to-zero-address'
  | 'to-the-token-itself'
  | 'no-least-amount'
  | 'router-balance';

/** An amount of a token: always the raw integer, with symbol and decimal text only where the token's unit is known. */
export interface TokenAmount {
  readonly token: Address;
  readonly raw: bigint;
  readonly known: { readonly symbol: string; readonly decimals: number; readonly text: DecimalText } | null;
}

/** Who gets the outcome of a swap: an address, the one that signs, or the router itself for a later step. */
export type SwapRecipient = Address | 'signer' | 'router';

/** One pool of a path: from what to what, and its fee in millionths. */
export interface SwapHop {
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  readonly feePpm: bigint;
}

/** What a call does, by its bytes alone. */
export type CallMeaning =
  | { readonly kind: 'native-transfer'; readonly to: Address }
  | { readonly kind: 'erc20-transfer'; readonly to: Address; readonly amount: TokenAmount }
  | {
      readonly kind: 'erc20-transfer-from';
      readonly from: Address;
      readonly to: Address;
      readonly amount: TokenAmount;
    }
  | {
      readonly kind: 'erc20-approve';
      readonly spender: Address;
      readonly amount: TokenAmount;
      readonly isUnlimited: boolean;
    }
  /** `amount` is what is added to an allowance that is there already. */
  | {
      readonly kind: 'erc20-increase-allowance';
      readonly spender: Address;
      readonly amount: TokenAmount;
      readonly isUnlimited: boolean;
    }
  | { readonly kind: 'set-approval-for-all'; readonly operator: Address; readonly isApproved: boolean }
  | { readonly kind: 'weth-deposit'; readonly amount: TokenAmount }
  | { readonly kind: 'weth-withdraw'; readonly amount: TokenAmount }
  | {
      readonly kind: 'uniswap-exact-input-single' | 'uniswap-exact-input';
      /** One hop or more, in the order they are traded. */
      readonly path: readonly SwapHop[];
      readonly recipient: SwapRecipient;
      readonly amountIn: TokenAmount;
      readonly leastOut: TokenAmount;
    }
  | {
      readonly kind: 'multicall';
      readonly calls: readonly DecodedCall[];
      /** Unix seconds after which it does nothing; null where none is said. */
      readonly deadlineS: bigint | null;
    }
  | { readonly kind: 'contract-creation'; readonly codeBytes: number }
  /** `selector` is null for data shorter than four bytes; `resembles` names the call whose arguments these are not. */
  | { readonly kind: 'unknown'; readonly selector: Hex | null; readonly resembles: string | null };

/** A call with where it goes, the coins sent along, and what to be warned of. */
export type DecodedCall = CallMeaning & {
  /** Null makes a contract. */
  readonly contract: Address | null;
  readonly valueWei: bigint;
  readonly warnings: readonly CallWarning[];
};

/** A call and all the calls inside of it. */
export function everyCall(call: DecodedCall): readonly DecodedCall[] {
  return call.kind === 'multicall' ? [call, ...call.calls.flatMap(everyCall)] : [call];
}
