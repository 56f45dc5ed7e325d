import { conflict } from '../../domain/conflict.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import { confirmedHead } from './chain-times.ts';
import type { HeldTransaction } from './held-transaction.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';

/**
 * Whether what was shown still holds, by the chain as it is now: the node serves the right chain, the nonce is not used and leaves no gap,
 * and the coins are there. Else `stale-preview`, `conflict`, `insufficient-funds` or the chain's errors. A node that lies can only make
 * this fail.
 */
export async function stillHolds(
  trading: TransactionTrading,
  { access, cost, replaces, signable }: HeldTransaction,
): Promise<Result<void>> {
  const { reader, chain } = access;
  const confirmed = await reader.confirmChain();
  if (!confirmed.ok) return confirmed;
  const head = await confirmedHead(trading, reader);
  if (!head.ok) return head;
  const used = await reader.nonceOf(signable.from, 'latest');
  if (!used.ok) return used;
  if (used.value > signable.transaction.nonce) {
    return err({ code: 'stale-preview', retry: 'safe', why: `nonce ${signable.transaction.nonce} was used meanwhile` });
  }
  const gap = replaces === null ? await leavesNoGap(trading, access, signable, used.value) : ok(undefined);
  if (!gap.ok) return gap;
  const balance = await reader.balanceWei(signable.from);
  if (!balance.ok) return balance;
  return balance.value < cost.totalWei
    ? err({ code: 'insufficient-funds', retry: 'never', asset: chain.nativeSymbol })
    : ok(undefined);
}

/**
 * Signed bytes with a gap before their nonce wait until it is filled, out of everybody's sight, and no halt would hold them. Where the next
 * nonce cannot be told, taking this one is judged as it is handed over.
 */
async function leavesNoGap(
  { journal }: TransactionTrading,
  { chain, reader }: ChainAccess,
  { from, transaction }: SignableTransaction,
  latest: number,
): Promise<Result<void>> {
  if (transaction.nonce <= latest) return ok(undefined);
  const pending = await reader.nonceOf(from, 'pending');
  if (!pending.ok) return pending;
  const next = journal.next(chain.chainId, from, { latest, pending: pending.value });
  if (!next.ok || transaction.nonce <= next.value.nonce) return ok(undefined);
  const what = `nonce ${transaction.nonce} leaves a gap: the next one is ${next.value.nonce}`;
  return conflict(what);
}
