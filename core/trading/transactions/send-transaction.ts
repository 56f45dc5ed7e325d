import type { ChainTransaction } from '../../contract/shapes.ts';
import type { Json } from '../../domain/canonical.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { stored } from '../../store/stored.ts';
import { haltForStore } from '../store-failed.ts';
import { announceTransaction, presentTransaction } from './announce-transaction.ts';
import type { HeldTransaction } from './held-transaction.ts';
import { exemptionNow } from './judge-transaction.ts';
import type { KeptSignature } from './sign-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * Sends kept signed bytes, once its row is durable and the halt, asked after every wait, lets it. What certainly did not leave (halted after
 * it was signed, or a node that could not be asked which chain it serves) is not marked as sent, and nothing sends it later by itself: it
 * stays 'signed', and its nonce held until it is replaced. What passes a halt is meant to get out: where nothing but the node kept it from
 * leaving it is followed all the same, which sends it again. A node that gives no sure answer may have it: it is followed.
 */
export async function sendTransaction(
  trading: TransactionTrading,
  held: HeldTransaction,
  { actor, exemption, transactionId, verified }: KeptSignature & { readonly actor: string },
): Promise<Result<ChainTransaction>> {
  const { signable } = held;
  const about = { eventType: 'broadcast', actor, subject: transactionId } as const;
  const kind = exemption === null ? 'open' : 'cancel';
  const stopped = async (error: Result<never>): Promise<Result<never>> => {
    if (error.ok) return error;
    await trading.record.after({
      ...about,
      level: 'warn',
      status: 'failed',
      body: { hash: verified.hash, error: { ...error.error } as Json },
    });
    // What cannot be read is not told; why it was stopped is answered all the same.
    stored('the transaction could not be read', () => announceTransaction(trading, transactionId));
    return error;
  };
  const permitted = trading.halt.permits(kind);
  if (!permitted.ok) return stopped(permitted);
  // By the RPC that is set now: the signer may have taken minutes.
  const access = trading.chain(signable.transaction.chainId);
  const broadcaster = access.ok ? access.value.broadcaster(kind) : access;
  if (!broadcaster.ok) return stopped(broadcaster);
  const row = await trading.record.before({
    ...about,
    level: 'info',
    status: 'requested',
    body: { hash: verified.hash },
  });
  if (!row.ok) return row;
  // The node is asked which chain it serves before anything leaves: the halt is asked after that, too.
  let mayHaveLeft = false;
  let wasStopped = false;
  const sent = await broadcaster.value.broadcast(verified, () => {
    const still = mayStill(trading, held, kind);
    mayHaveLeft = still.ok;
    wasStopped = !still.ok;
    return still;
  });
  const isSentAgain = kind === 'cancel' && !wasStopped && !sent.ok && sent.error.code !== 'egress-denied';
  if (!sent.ok && !mayHaveLeft && !isSentAgain) return stopped(sent);
  // A node that says no may have passed it on all the same: it is looked for, but not sent again.
  const wasRefused = mayHaveLeft && !sent.ok && sent.error.code === 'chain-rejected';
  trading.follow(transactionId);
  if (!wasRefused) {
    const marked = trading.journal.markSent(transactionId, trading.clock.nowMs());
    if (!marked.ok) haltForStore(trading, 'A transaction was sent but that could not be stored.');
  }
  await trading.record.after({
    ...about,
    level: sent.ok ? 'info' : 'warn',
    status: sent.ok ? 'ok' : wasRefused ? 'failed' : 'unknown',
    body: { hash: verified.hash, ...(sent.ok ? {} : { error: { ...sent.error } as Json }) },
  });
  const known = stored('the transaction could not be read', () => {
    announceTransaction(trading, transactionId);
    return trading.journal.get(transactionId);
  });
  if (!sent.ok) return sent;
  if (!known.ok) return known;
  if (known.value === null) return err({ code: 'storage-failed', retry: 'after-checking', what: 'the transaction' });
  return ok(presentTransaction(trading, known.value));
}

/** Whether it may still leave as what it was signed as: what exempted it may be gone, and then it is like any other. */
function mayStill(trading: TransactionTrading, held: HeldTransaction, kind: 'open' | 'cancel'): Result<void> {
  const exemption = stored('what a transaction takes the place of could not be read', () =>
    exemptionNow(trading, held),
  );
  if (!exemption.ok) return exemption;
  const now = exemption.value === null ? 'open' : 'cancel';
  const permitted = trading.halt.permits(now);
  if (!permitted.ok || kind === now || now === 'cancel') return permitted;
  const open = held.access.broadcaster('open');
  return open.ok ? permitted : open;
}
