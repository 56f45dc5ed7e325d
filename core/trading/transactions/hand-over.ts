import { err, ok, type Result } from '../../domain/result.ts';
import { approveTransaction } from '../approve.ts';
import { reservedFrom } from '../confirmed-time.ts';
import { deskFor } from './desk-for.ts';
import { judgeTransaction } from './judge-transaction.ts';
import { mayBroadcast } from './may-broadcast.ts';
import { movementsOf } from './movements.ts';
import type { Signing } from './sign-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * The last look before the bytes leave for the signer, in its turn: the same signer and RPC, halt, both layers, and what exempted it from
 * the halt. Then the nonce is taken and tainted, and what it moves is reserved, in one commit. All of it is done at once.
 */
export function handOver(
  trading: TransactionTrading,
  { desk, grantedDigest, held, judged }: Signing,
  transactionId: string,
  auditId: number,
): Result<void> {
  const { cost, decoded, replaces, shown, signable } = held;
  const current = deskFor(trading, held);
  if (!current.ok) return current;
  if (current.value !== desk) return stale('the signer was changed after it was shown');
  const again = judgeTransaction(trading, desk, held);
  const permitted = trading.halt.permits(again.exemption === null ? 'open' : 'cancel');
  if (!permitted.ok) return permitted;
  // What was disarmed while it waited for the signer is not signed.
  const mode = mayBroadcast(trading, held);
  if (!mode.ok) return mode;
  if (again.exemption !== judged.exemption) return stale('what exempted it from the halt has changed');
  const approved = approveTransaction(signable, shown.digest, again, grantedDigest);
  if (!approved.ok) return approved;
  const nowMs = trading.clock.nowMs();
  const movements = movementsOf(signable.transaction, decoded, cost.feeWei + cost.l1FeeEstimateWei);
  const begun = trading.journal.begin(
    { transactionId, signable, replaces, auditId, signer: desk.signer.kind, sentence: shown.meaning.sentence },
    nowMs,
    () =>
      trading.spends.reserve(
        transactionId,
        movements?.spends ?? [],
        reservedFrom(trading.clock, trading.timeOf(signable.transaction.chainId)),
      ),
  );
  return begun.ok ? ok(undefined) : begun;
}

function stale(why: string): Result<never> {
  return err({ code: 'stale-preview', retry: 'safe', why });
}
