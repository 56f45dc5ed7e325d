import type { Address } from '../../domain/address.ts';
import type { DecodedCall } from '../../domain/calldata/decoded-call.ts';
import type { UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import type { AddressBook } from './address-book.ts';

/** How long after it was set a rescue address can be used, by confirmed time. */
export const rescueWaitMs = 24 * 60 * 60 * 1000;

/**
 * Why a transaction passes a halt, null when it does not: it takes the place of an open one with nothing to oneself, takes an allowance
 * back to 0, or only brings coins or tokens to the rescue address.
 */
export type Exemption = 'cancel' | 'revoke' | 'rescue' | null;

/**
 * The most gas of an exempt transaction. A transfer, an approval and a transfer to oneself stay far below it on every chain; without a
 * bound a halted console could still be made to burn a whole balance in fees.
 */
export const mostExemptGas = 1_000_000n;

/** What the exemption of a transaction is judged by. */
export interface ExemptionFacts {
  readonly transaction: UnsignedTransaction;
  readonly from: Address;
  readonly decoded: DecodedCall;
  /** Whether its nonce is that of a transaction of ours that is not in a block yet. */
  readonly takesPlace: boolean;
  readonly book: AddressBook;
  /** Confirmed time, 0 while there is none. */
  readonly nowMs: number;
}

/**
 * Judges it by the decoded bytes, never by what was asked for. Taking back counts only for a token whose unit is known: collections have
 * the same call, and there a 0 names an item that it gives away (`approve` of ERC-721).
 */
export function exemptionOf({ book, decoded, from, nowMs, takesPlace, transaction }: ExemptionFacts): Exemption {
  const { chainId, data, gas, to, valueWei } = transaction;
  if (gas > mostExemptGas) return null;
  if (takesPlace && to === from && valueWei === 0n && data === '0x') return 'cancel';
  const isRevoking = decoded.kind === 'erc20-approve' && decoded.amount.raw === 0n && decoded.amount.known !== null;
  if (isRevoking && valueWei === 0n) return 'revoke';
  const goesTo = recipientOf(decoded, valueWei);
  if (goesTo === null) return null;
  const rescue = book.rescueOf(chainId);
  const isUsable = rescue?.address === goesTo && nowMs !== 0 && nowMs - rescue.sinceMs >= rescueWaitMs;
  return isUsable ? 'rescue' : null;
}

function recipientOf(decoded: DecodedCall, valueWei: bigint): Address | null {
  if (decoded.kind === 'native-transfer') return decoded.to;
  return decoded.kind === 'erc20-transfer' && valueWei === 0n ? decoded.to : null;
}
