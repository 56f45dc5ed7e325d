import { err, ok, type Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import { deviceLines } from './device-lines.ts';
import { type LedgerProblem, ledgerProblem } from './problems.ts';
import type { LedgerAccount } from './readiness.ts';
import { type TokenDescriptor, tokenDescriptor } from './token-descriptors.ts';

/** How a transaction will be put before the device. */
export interface Presentation {
  /** The token's, where it makes the device show the call. */
  readonly descriptor: TokenDescriptor | null;
  readonly isBlind: boolean;
}

/**
 * What can be refused without the device: another type, another address than the pinned one, what a screen would show wrongly, and a call
 * that no Ledger can show unless it may be signed blind.
 */
export function beforeDevice(
  signable: SignableTransaction,
  { address }: LedgerAccount,
  mayBlindSign: (transaction: SignableTransaction) => boolean,
): Result<Presentation, LedgerProblem> {
  const { transaction, from } = signable;
  const type: number = transaction.type;
  if (type !== 0 && type !== 1 && type !== 2) return err(ledgerProblem('type-unsupported'));
  if (address !== null && from !== address) {
    const why = `The transaction is from ${from}, and the Ledger's pinned address is ${address}.`;
    return err(ledgerProblem('wrong-seed', 'wrong-seed', why));
  }
  const descriptor = transaction.to === null ? null : tokenDescriptor(transaction.chainId, transaction.to);
  const { isBlind, problem } = deviceLines(signable, descriptor);
  if (problem !== null) return err(ledgerProblem('cannot-show', 'cannot-show', problem));
  if (isBlind && !mayBlindSign(signable)) return err(ledgerProblem('clear-signing-required'));
  return ok({ descriptor: isBlind ? null : descriptor, isBlind });
}
