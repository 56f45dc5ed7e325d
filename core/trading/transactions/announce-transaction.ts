import type { JournaledTransaction } from '../../chain/journaled-transaction.ts';
import type { ChainTransaction } from '../../contract/shapes.ts';
import { shownTransaction } from './shown-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** A transaction of the journal as a person sees it now. */
export function presentTransaction(trading: TransactionTrading, known: JournaledTransaction): ChainTransaction {
  const { progress } = trading;
  return shownTransaction(known, progress.get(known.transactionId) ?? null, trading.confirmations(known));
}

/** Tells the windows where a transaction stands; nothing while it is in no journal. */
export function announceTransaction(trading: TransactionTrading, transactionId: string): void {
  const known = trading.journal.get(transactionId);
  if (known === null) return;
  trading.announce({ topic: 'transaction.changed', payload: presentTransaction(trading, known) });
}
