import type { DecodedCall } from '../../domain/calldata/decoded-call.ts';
import type { UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { type ChainAsset, type TransactionFacts, unknownTransactionFacts } from '../../policy/transaction-facts.ts';
import type { Exemption } from './exemption.ts';
import { givesUnlimited, movementsOf } from './movements.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** What facts are gathered about. Null is what is not known, as it can be of a transaction that is only simulated. */
export interface FactsAbout {
  readonly transaction: UnsignedTransaction;
  readonly decoded: DecodedCall;
  readonly feeWei: bigint | null;
  readonly l1FeeWei: bigint | null;
  readonly isBlind: boolean | null;
  readonly replaces: string | null;
}

/** What the rules are told of a transaction, out of its bytes and the console's own books at this moment; nothing is waited for. */
export function gatherFacts(
  trading: Pick<TransactionTrading, 'timeOf' | 'spends' | 'book'>,
  { decoded, feeWei, isBlind, l1FeeWei, replaces, transaction }: FactsAbout,
  exemption: Exemption,
): TransactionFacts {
  const confirmedNowMs = trading.timeOf(transaction.chainId).nowMs();
  const known = {
    ...unknownTransactionFacts,
    confirmedNowMs,
    l1FeeWei,
    isUnlimitedApproval: givesUnlimited(decoded),
    isBlind,
    isRescue: exemption === 'rescue',
    isTakingBack: exemption === 'cancel' || exemption === 'revoke',
  };
  const movements = movementsOf(transaction, decoded, (feeWei ?? 0n) + (l1FeeWei ?? 0n));
  if (movements === null) return known;
  const names = trading.book.recipients().filter(({ chainId }) => BigInt(chainId) === transaction.chainId);
  const recipients = movements.recipients.map((address) => ({
    address: address.toLowerCase(),
    knownSinceMs: names.find((entry) => entry.address === address)?.sinceMs ?? null,
  }));
  // Without the fees it is not known how much of the chain's coin leaves.
  if (feeWei === null || l1FeeWei === null) return { ...known, recipients };
  const assets = [...new Set(movements.spends.map(({ asset }) => asset))];
  const spent = (asset: ChainAsset) => [asset, trading.spends.at(asset, confirmedNowMs, replaces)] as const;
  return {
    ...known,
    spends: movements.spends,
    // Without a confirmed time nobody can say what a window holds.
    spent: confirmedNowMs === 0 ? null : Object.fromEntries(assets.map(spent)),
    recipients,
  };
}
