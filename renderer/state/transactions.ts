import type { ChainTransaction, TransactionStatus } from '../../core/contract/shapes.ts';

/** How many transactions the window keeps; the core keeps them all. */
export const keptTransactions = 200;

const openStatuses: ReadonlySet<TransactionStatus> = new Set([
  'signing',
  'in-doubt',
  'signed',
  'sent',
  'dropped',
  'included',
]);

/** Whether its nonce is held: something may still become of it. */
export function isOpenTransaction({ status }: Pick<ChainTransaction, 'status'>): boolean {
  return openStatuses.has(status);
}

/** Whether another may take its place: it is signed or may be, and no block has it for good. */
export function isReplaceable({ replacedBy, status }: Pick<ChainTransaction, 'status' | 'replacedBy'>): boolean {
  return replacedBy === null && openStatuses.has(status) && status !== 'signing' && status !== 'included';
}

/**
 * The transactions with one added or brought up to date, newest first. An older word never replaces a newer one, so that announcements
 * and answers may cross.
 */
export function withTransaction(
  transactions: readonly ChainTransaction[],
  transaction: ChainTransaction,
): readonly ChainTransaction[] {
  const at = transactions.findIndex((known) => known.transactionId === transaction.transactionId);
  const known = transactions[at];
  if (known !== undefined) {
    return known.updatedAtMs > transaction.updatedAtMs ? transactions : transactions.with(at, transaction);
  }
  const sorted = [transaction, ...transactions].sort((a, b) => b.createdAtMs - a.createdAtMs);
  return sorted.filter((item, index) => index < keptTransactions || isOpenTransaction(item));
}

/** The transactions of an answer merged, newest first. */
export function withTransactions(
  transactions: readonly ChainTransaction[],
  more: readonly ChainTransaction[],
): readonly ChainTransaction[] {
  return more.reduce(withTransaction, transactions);
}
