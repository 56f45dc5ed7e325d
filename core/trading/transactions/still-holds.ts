import { err, ok, type Result } from '../../domain/result.ts';
import type { HeldTransaction } from './held-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * Whether what was shown still holds, by the chain as it is now: the node serves the right chain, the nonce is not used, and the coins are
 * there. Else `stale-preview`, `insufficient-funds` or the chain's errors. A node that lies can only make this fail.
 */
export async function stillHolds(
  { clock, confirmedTime }: TransactionTrading,
  { access, cost, signable }: HeldTransaction,
): Promise<Result<void>> {
  const { reader, chain } = access;
  const confirmed = await reader.confirmChain();
  if (!confirmed.ok) return confirmed;
  const head = await reader.head();
  if (!head.ok) return head;
  confirmedTime.confirm(head.value.atMs, clock.nowMs());
  const used = await reader.nonceOf(signable.from, 'latest');
  if (!used.ok) return used;
  if (used.value > signable.transaction.nonce) {
    return err({ code: 'stale-preview', retry: 'safe', why: `nonce ${signable.transaction.nonce} was used meanwhile` });
  }
  const balance = await reader.balanceWei(signable.from);
  if (!balance.ok) return balance;
  return balance.value < cost.totalWei
    ? err({ code: 'insufficient-funds', retry: 'never', asset: chain.nativeSymbol })
    : ok(undefined);
}
