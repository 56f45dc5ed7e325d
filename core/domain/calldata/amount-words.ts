import { type Chain, coinDecimals } from '../chains.ts';
import { fromUnits } from '../money.ts';
import type { SwapRecipient, TokenAmount } from './decoded-call.ts';

/** An amount with its symbol, or in raw units where the token's unit is not known. */
export function amountWords({ raw, known, token }: TokenAmount): string {
  return known === null ? `${raw} raw units of the token ${token}` : `${known.text} ${known.symbol}`;
}

/** What an allowance lets be taken. */
export function allowanceWords({
  amount,
  isUnlimited,
}: {
  readonly amount: TokenAmount;
  readonly isUnlimited: boolean;
}): string {
  return isUnlimited ? `an unlimited amount of ${tokenName(amount)}` : amountWords(amount);
}

/** A token by its symbol, or by its contract where that is not known. */
export function tokenName({ known, token }: TokenAmount): string {
  return known === null ? `the token ${token}` : known.symbol;
}

/** Who gets the outcome of a swap. */
export function recipientWords(recipient: SwapRecipient): string {
  if (recipient === 'signer') return 'the signing address';
  return recipient === 'router' ? 'the router itself, for a later step' : recipient;
}

/** An amount of a chain's own coin. */
export function coinWords(valueWei: bigint, chain: Chain): string {
  return `${fromUnits(valueWei, coinDecimals)} ${chain.nativeSymbol}`;
}

/** The same with the wei beside it. */
export function coinAndWeiWords(valueWei: bigint, chain: Chain): string {
  return `${coinWords(valueWei, chain)} (${valueWei} wei)`;
}
