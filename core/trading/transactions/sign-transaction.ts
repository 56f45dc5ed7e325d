import type { JournaledTransaction } from '../../chain/journaled-transaction.ts';
import type { Approved } from '../../domain/approved.ts';
import type { Json } from '../../domain/canonical.ts';
import type { AppError } from '../../domain/errors.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import type { Signed, SigningDesk } from '../../signers/signing-desk.ts';
import type { VerifiedTransaction } from '../../signers/verify.ts';
import { approveTransaction } from '../approve.ts';
import { announceTransaction } from './announce-transaction.ts';
import type { Exemption } from './exemption.ts';
import type { HeldTransaction } from './held-transaction.ts';
import { judgeTransaction } from './judge-transaction.ts';
import { movementsOf } from './movements.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** A transaction that passed the gate's first half, and who let it. */
export interface Signing {
  readonly held: HeldTransaction;
  readonly desk: SigningDesk;
  readonly approved: Approved<SignableTransaction>;
  readonly actor: string;
  readonly grantedDigest: string | null;
  readonly exemption: Exemption;
}

/** A signature that was proved and is kept. */
export interface KeptSignature {
  readonly transactionId: string;
  readonly verified: VerifiedTransaction;
  readonly exemption: Exemption;
}

/**
 * Has an approved transaction signed: a durable row first, then, in the signer's turn and with nothing waited for in between, halt and both
 * layers again, and the nonce taken and tainted; then the signature, proved, kept before anything else happens with it. A signature that
 * is not what was approved halts.
 */
export async function signTransaction(trading: TransactionTrading, signing: Signing): Promise<Result<KeptSignature>> {
  const { actor, approved, desk, exemption, held } = signing;
  const transactionId = trading.ids.next();
  const about = { eventType: 'sign', actor, subject: transactionId } as const;
  const { signable, shown } = held;
  const row = await trading.record.before({
    ...about,
    level: 'info',
    status: 'requested',
    body: {
      signer: desk.signer.kind,
      unsigned: signable.unsigned,
      digest: signable.digest,
      sentence: shown.meaning.sentence,
      replaces: held.replaces,
      exemption,
      rulings: shown.rulings as unknown as Json,
    },
  });
  if (!row.ok) return row;
  const controller = new AbortController();
  trading.signing.set(transactionId, controller);
  let isHandedOver = false;
  const before = (): Result<void> => {
    const ready = handOver(trading, signing, transactionId, row.value);
    isHandedOver = ready.ok;
    return ready;
  };
  const progress = ({ text }: { readonly text: string }): void => {
    trading.progress.set(transactionId, text);
    announceTransaction(trading, transactionId);
  };
  const signed = await desk.sign(approved, { before, progress, signal: controller.signal });
  trading.signing.delete(transactionId);
  trading.progress.delete(transactionId);
  const outcome = signed.ok
    ? keep(trading, transactionId, signed.value)
    : giveUp(trading, transactionId, isHandedOver, signed.error);
  await trading.record.after({
    ...about,
    level: outcome.level,
    status: outcome.status,
    body: outcome.body,
  });
  announceTransaction(trading, transactionId);
  if (!outcome.kept.ok) return outcome.kept;
  return ok({ transactionId, verified: outcome.kept.value, exemption });
}

/** The last look before the bytes leave for the signer. All of it is done at once. */
function handOver(
  trading: TransactionTrading,
  { desk, exemption, grantedDigest, held }: Signing,
  transactionId: string,
  auditId: number,
): Result<void> {
  const { cost, decoded, replaces, shown, signable } = held;
  const again = judgeTransaction(trading, desk, held);
  const permitted = trading.halt.permits(again.exemption === null ? 'open' : 'cancel');
  if (!permitted.ok) return permitted;
  if (again.exemption !== exemption) {
    return err({ code: 'stale-preview', retry: 'safe', why: 'what exempted it from the halt has changed' });
  }
  const approved = approveTransaction(signable, shown.digest, again, grantedDigest);
  if (!approved.ok) return approved;
  const nowMs = trading.clock.nowMs();
  const movements = movementsOf(signable.transaction, decoded, cost.feeWei + cost.l1FeeEstimateWei);
  const begun = trading.journal.begin(
    { transactionId, signable, replaces, auditId, signer: desk.signer.kind, sentence: shown.meaning.sentence },
    nowMs,
    () => trading.spends.reserve(transactionId, movements?.spends ?? [], trading.confirmedTime.nowMs() || nowMs),
  );
  return begun.ok ? ok(undefined) : begun;
}

interface Outcome {
  readonly level: 'info' | 'warn' | 'error';
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly body: { readonly [key: string]: Json };
  readonly kept: Result<VerifiedTransaction>;
}

function keep(trading: TransactionTrading, transactionId: string, { clearSigned, verified }: Signed): Outcome {
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

/** No signature that is believed. Where surely none exists the nonce is free again; else it stays tainted. */
function giveUp(trading: TransactionTrading, transactionId: string, isHandedOver: boolean, error: AppError): Outcome {
  const mayExist = error.code === 'signer-failed' || error.code === 'signature-mismatch';
  const nowMs = trading.clock.nowMs();
  const reason = wordsOf(error);
  let stored: Result<JournaledTransaction> | null = null;
  if (isHandedOver && mayExist) stored = trading.journal.doubt(transactionId, reason, nowMs);
  else if (isHandedOver) {
    const status = error.code === 'signer-refused' ? 'refused' : 'failed';
    stored = trading.journal.release(transactionId, status, reason, nowMs);
    trading.spends.release(transactionId);
  }
  if (stored?.ok === false) storeFailed(trading, 'What became of a signature could not be stored.');
  if (error.code === 'signature-mismatch') {
    const text = `A signer gave back something else than was approved: ${error.what}. Nothing was sent.`;
    trading.halt.engage({ source: 'automatic', code: 'signature-mismatch', text });
  }
  return {
    level: error.code === 'signature-mismatch' ? 'error' : 'warn',
    status: error.code === 'signer-failed' ? 'unknown' : 'failed',
    body: { error: { ...error } as Json, handed_over: isHandedOver, clear_signed: null },
    kept: err(error),
  };
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
