import type { ChainTransaction } from '../../contract/shapes.ts';
import type { Json } from '../../domain/canonical.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { announceTransaction, presentTransaction } from './announce-transaction.ts';
import type { HeldTransaction } from './held-transaction.ts';
import type { KeptSignature } from './sign-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * Sends kept signed bytes, once its row is durable and the halt, asked after every wait, lets it. What was halted after it was signed is
 * not sent: its nonce stays held until it is replaced. A node that gives no sure answer may have it: it is followed.
 */
export async function sendTransaction(
  trading: TransactionTrading,
  { access }: HeldTransaction,
  { actor, exemption, transactionId, verified }: KeptSignature & { readonly actor: string },
): Promise<Result<ChainTransaction>> {
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
    announceTransaction(trading, transactionId);
    return error;
  };
  const permitted = trading.halt.permits(kind);
  if (!permitted.ok) return stopped(permitted);
  const broadcaster = access.broadcaster();
  if (!broadcaster.ok) return stopped(broadcaster);
  const row = await trading.record.before({
    ...about,
    level: 'info',
    status: 'requested',
    body: { hash: verified.hash },
  });
  if (!row.ok) return row;
  const still = trading.halt.permits(kind);
  if (!still.ok) return stopped(still);

  const sent = await broadcaster.value.broadcast(verified);
  const isSurelyNotSent = !sent.ok && (sent.error.code === 'egress-denied' || sent.error.code === 'chain-rejected');
  if (!isSurelyNotSent) {
    const marked = trading.journal.markSent(transactionId, trading.clock.nowMs());
    if (!marked.ok) {
      const text = 'A transaction was sent but that could not be stored.';
      trading.halt.engage({ source: 'automatic', code: 'store-failed', text });
    }
    trading.follow(transactionId);
  }
  await trading.record.after({
    ...about,
    level: sent.ok ? 'info' : 'warn',
    status: sent.ok ? 'ok' : isSurelyNotSent ? 'failed' : 'unknown',
    body: { hash: verified.hash, ...(sent.ok ? {} : { error: { ...sent.error } as Json }) },
  });
  announceTransaction(trading, transactionId);
  if (!sent.ok) return sent;
  const known = trading.journal.get(transactionId);
  if (known === null) return err({ code: 'storage-failed', retry: 'after-checking', what: 'the transaction' });
  return ok(presentTransaction(trading, known));
}
