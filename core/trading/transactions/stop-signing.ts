import type { ChainTransaction } from '../../contract/shapes.ts';
import { conflict } from '../../domain/conflict.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { presentTransaction } from './announce-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * Takes a transaction back from the signer: out of its queue, or by asking it to stop. What the signer may have signed by then stays in
 * doubt. `conflict` when it is not with the signer.
 */
export function stopSigning(
  trading: TransactionTrading,
  transactionId: string,
  actor: string,
): Result<ChainTransaction> {
  const known = trading.journal.get(transactionId);
  const controller = trading.signing.get(transactionId);
  if (known === null) return err({ code: 'not-found', retry: 'never', what: `transaction ${transactionId}` });
  if (controller === undefined) {
    return conflict(`the transaction is ${known.status}`);
  }
  trading.record.always({
    eventType: 'sign',
    level: 'info',
    status: 'requested',
    actor,
    subject: transactionId,
    body: { stop: true, clear_signed: null },
  });
  controller.abort();
  return ok(presentTransaction(trading, known));
}
