import type { Address } from '../../domain/address.ts';
import { decodeCall } from '../../domain/calldata/decode-call.ts';
import { parseUnsigned } from '../../domain/transaction/serialise.ts';
import { movementsOf } from './movements.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';

const lookedBack = 500;

/**
 * Whether a transaction that was confirmed among the last ones sent to this very address, by its decoded bytes: an address that only
 * stands somewhere in its data was not sent to.
 */
export function sentBefore({ journal, tokens }: TransactionTrading, { chain }: ChainAccess, to: Address): boolean {
  const digits = to.slice(2).toLowerCase();
  return journal.list({ chainId: chain.chainId, limit: lookedBack }).some(({ status, unsigned }) => {
    if (status !== 'confirmed' || !unsigned.includes(digits)) return false;
    const parsed = parseUnsigned(unsigned);
    if (!parsed.ok) return false;
    const transaction = parsed.value;
    const { data, valueWei } = transaction;
    const decoded = decodeCall({ chain, to: transaction.to, valueWei, data, tokens: tokens(), hasCode: null });
    return transaction.to === to || (movementsOf(transaction, decoded, 0n)?.recipients.includes(to) ?? false);
  });
}
