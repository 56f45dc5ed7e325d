import type { JournaledTransaction } from '../../chain/journaled-transaction.ts';
import type { Json } from '../../domain/canonical.ts';
import type { AppError } from '../../domain/errors.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Signed } from '../../signers/signing-desk.ts';
import type { VerifiedTransaction } from '../../signers/verify.ts';
import { stored } from '../../store/stored.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** What became of a signature: for its audit row, and what is believed of it. */
export interface SigningOutcome {
  readonly level: 'info' | 'warn' | 'error';
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly body: { readonly [key: string]: Json };
  readonly kept: Result<VerifiedTransaction>;
}

/** Keeps a proved signature. One that cannot be kept is not sent: trading is halted, and its nonce stays tainted. */
export function keepSignature(
  trading: TransactionTrading,
  transactionId: string,
  { clearSigned, verified }: Signed,
): SigningOutcome {
  const kept = trading.journal.storeSigned(transactionId, verified, clearSigned, trading.clock.nowMs());
  if (!kept.ok) {
    storeFailed(trading, 'A signature could not be kept, so its transaction was not sent.');
    trading.journal.doubt(transactionId, 'its signature could not be kept', trading.clock.nowMs());
    const body = { hash: verified.hash, clear_signed: clearSigned, error: kept.error.code };
    return { level: 'error', status: 'unknown', body, kept };
  }
  const body = { hash: verified.hash, clear_signed: clearSigned };
  return { level: 'info', status: 'ok', body, kept: ok(verified) };
}

/**
 * No signature that is believed. Only where it is promised that none exists is the nonce free again, and what was reserved given back;
 * after any other answer of a signer that had the bytes both stay. A signature that is not what was approved halts.
 */
export function giveUp(
  trading: TransactionTrading,
  transactionId: string,
  isHandedOver: boolean,
  error: AppError,
): SigningOutcome {
  const mayExist = isHandedOver && !promisesNone(error);
  const kept = isHandedOver ? settle(trading, transactionId, mayExist, error) : null;
  if (kept?.ok === false) storeFailed(trading, 'What became of a signature could not be stored.');
  if (error.code === 'signature-mismatch') {
    const text = `A signer gave back something else than was approved: ${error.what}. Nothing was sent.`;
    trading.halt.engage({ source: 'automatic', code: 'signature-mismatch', text });
  }
  const isMismatch = error.code === 'signature-mismatch';
  return {
    level: isMismatch ? 'error' : 'warn',
    status: mayExist && !isMismatch ? 'unknown' : 'failed',
    body: { error: { ...error } as Json, handed_over: isHandedOver, clear_signed: null },
    kept: err(error),
  };
}

function settle(
  trading: TransactionTrading,
  transactionId: string,
  mayExist: boolean,
  error: AppError,
): Result<JournaledTransaction> {
  const nowMs = trading.clock.nowMs();
  const reason = wordsOf(error);
  if (mayExist) return trading.journal.doubt(transactionId, reason, nowMs);
  const status = error.code === 'signer-refused' ? 'refused' : 'failed';
  const released = trading.journal.release(transactionId, status, reason, nowMs);
  if (!released.ok) return released;
  const given = stored('what was reserved could not be given back', () => trading.spends.release(transactionId));
  return given.ok ? released : given;
}

/** The answers of a signer that promise that nothing was signed (see `Signer.sign`). */
function promisesNone({ code }: AppError): boolean {
  return code === 'signer-refused' || code === 'signer-unavailable' || code === 'denied-by-policy';
}

function wordsOf(error: AppError): string {
  switch (error.code) {
    case 'signer-unavailable':
    case 'signer-refused':
    case 'signer-failed':
      return error.why;
    case 'signature-mismatch':
      return error.what;
    default:
      return error.code;
  }
}

function storeFailed(trading: TransactionTrading, text: string): void {
  trading.halt.engage({ source: 'automatic', code: 'store-failed', text });
}
