import type { TransactionDraft } from '../../contract/shapes.ts';
import type { Address } from '../../domain/address.ts';
import { coinDecimals } from '../../domain/chains.ts';
import { approveCall, transferCall, unlimitedAllowance } from '../../domain/erc20-calls.ts';
import { type Hex, noBytes } from '../../domain/hex.ts';
import { type DecimalText, isPositive, toUnits, zero } from '../../domain/money.ts';
import { err, ok, type Result } from '../../domain/result.ts';

/** Whom a transaction calls, with what. */
export interface Call {
  /** Null makes a contract. */
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly data: Hex;
}

/** A draft whose fields are ours to put together. */
export type ComposedDraft = Exclude<TransactionDraft, { kind: 'raw' }>;

const largest = 2n ** 256n - 1n;

/**
 * What a draft calls, exactly. `decimalsOf` tells a token's unit, null when it is not known: then `not-found`, because an amount in whole
 * tokens has no meaning. An amount that is not positive (an approval may be 0), has more decimals than the asset or is too large is
 * `invalid-input`.
 */
export function callOfDraft(draft: ComposedDraft, decimalsOf: (token: Address) => number | null): Result<Call> {
  switch (draft.kind) {
    case 'transfer': {
      const valueWei = units(draft.amount, coinDecimals, false);
      return valueWei.ok ? ok({ to: draft.to, valueWei: valueWei.value, data: noBytes }) : valueWei;
    }
    case 'token-transfer': {
      const amount = tokenUnits(draft.token, draft.amount, false, decimalsOf);
      return amount.ok ? ok({ to: draft.token, valueWei: 0n, data: transferCall(draft.to, amount.value) }) : amount;
    }
    case 'token-approval': {
      const amount =
        draft.amount === 'unlimited' ? ok(unlimitedAllowance) : tokenUnits(draft.token, draft.amount, true, decimalsOf);
      return amount.ok ? ok({ to: draft.token, valueWei: 0n, data: approveCall(draft.spender, amount.value) }) : amount;
    }
    case 'call':
      return ok({ to: draft.to, valueWei: BigInt(draft.valueWei), data: draft.data });
  }
}

function tokenUnits(
  token: Address,
  amount: DecimalText,
  mayBeZero: boolean,
  decimalsOf: (token: Address) => number | null,
): Result<bigint> {
  const decimals = decimalsOf(token);
  if (decimals === null) return err({ code: 'not-found', retry: 'never', what: `known unit of the token ${token}` });
  return units(amount, decimals, mayBeZero);
}

function units(amount: DecimalText, decimals: number, mayBeZero: boolean): Result<bigint> {
  const invalid = (problem: string): Result<never> =>
    err({ code: 'invalid-input', retry: 'never', issues: [{ path: 'amount', problem }] });
  if (!isPositive(amount) && !(mayBeZero && amount === zero)) return invalid('is not more than 0');
  const exact = toUnits(amount, decimals);
  if (exact === null) return invalid(`has more than ${decimals} decimals`);
  return exact <= largest ? ok(exact) : invalid('is more than there can be');
}
