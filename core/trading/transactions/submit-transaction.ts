import type { ChainTransaction, TransactionSubmission } from '../../contract/shapes.ts';
import type { AppError } from '../../domain/errors.ts';
import { ok, type Result } from '../../domain/result.ts';
import { approveTransaction } from '../approve.ts';
import type { Previews } from '../previews.ts';
import { deskFor } from './desk-for.ts';
import type { HeldTransaction } from './held-transaction.ts';
import { judgeTransaction, type TransactionJudgement } from './judge-transaction.ts';
import { mayBroadcast } from './may-broadcast.ts';
import { refuseTransaction, refuseUnknown } from './refuse-transaction.ts';
import { sendTransaction } from './send-transaction.ts';
import { signTransaction } from './sign-transaction.ts';
import { stillHolds } from './still-holds.ts';
import { transactionQuestion } from './transaction-question.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/**
 * The one gate a transaction passes (law 1): halt and mode, exact bytes (made and held at preview), both layers of policy, approval bound
 * to the digest that is signed, a durable row, both layers again right before the bytes are handed over, the signature, its proof, its
 * row, the halt once more, a row, and only then the chain. A preview is submitted once; asking again answers with the same.
 */
export function submitTransaction(
  trading: TransactionTrading,
  held: HeldTransaction,
  actor: string,
): Promise<Result<TransactionSubmission>> {
  held.submission ??= begin(trading, held, actor);
  return held.submission;
}

/** Submits the preview of this name. One that is not known or has expired is refused, with a row, like any other submit. */
export function submitTransactionPreview(
  trading: TransactionTrading,
  previews: Previews<HeldTransaction>,
  previewId: string,
  actor: string,
): Promise<Result<TransactionSubmission>> {
  const held = previews.find(previewId);
  return held.ok ? submitTransaction(trading, held.value, actor) : refuseUnknown(trading, previewId, actor, held.error);
}

async function begin(
  trading: TransactionTrading,
  held: HeldTransaction,
  actor: string,
): Promise<Result<TransactionSubmission>> {
  const refused = (error: AppError, judged?: TransactionJudgement): Promise<Result<never>> =>
    refuseTransaction(trading, held, actor, error, judged);
  const mode = mayBroadcast(trading, held);
  if (!mode.ok) return refused(mode.error);
  const desk = deskFor(trading, held);
  if (!desk.ok) return refused(desk.error);
  const holds = await stillHolds(trading, held);
  if (!holds.ok) return refused(holds.error);
  const judged = judgeTransaction(trading, desk.value, held);
  const permitted = trading.halt.permits(judged.exemption === null ? 'open' : 'cancel');
  if (!permitted.ok) return refused(permitted.error, judged);
  if (judged.verdict !== 'needs-approval') {
    const sent = await pass(trading, held, actor, null);
    return sent.ok ? ok({ state: 'sent', transaction: sent.value }) : sent;
  }
  const asked = trading.approvals.ask(
    transactionQuestion(held.shown, judged.rulings, async (approver) => {
      const later = await stillHolds(trading, held);
      if (!later.ok) return refuseTransaction(trading, held, approver, later.error);
      const sent = await pass(trading, held, approver, held.shown.digest);
      return sent.ok ? ok(undefined) : sent;
    }),
  );
  if (!asked.ok) return refused(asked.error, judged);
  const { approvalId, expiresAtMs } = asked.value;
  return ok({ state: 'awaiting-approval', approvalId, expiresAtMs });
}

/** Passes the gate; while it does, what closes the stores waits for it. */
function pass(
  trading: TransactionTrading,
  held: HeldTransaction,
  actor: string,
  grantedDigest: string | null,
): Promise<Result<ChainTransaction>> {
  const passing = passGate(trading, held, actor, grantedDigest);
  trading.underWay.add(passing);
  const forget = (): void => void trading.underWay.delete(passing);
  passing.then(forget, forget);
  return passing;
}

/** The gate from the halt to the chain. `grantedDigest` is what the person has approved, null where nothing was asked. */
async function passGate(
  trading: TransactionTrading,
  held: HeldTransaction,
  actor: string,
  grantedDigest: string | null,
): Promise<Result<ChainTransaction>> {
  const { shown, signable } = held;
  const refused = (error: AppError, judgement?: TransactionJudgement): Promise<Result<never>> =>
    refuseTransaction(trading, held, actor, error, judgement);
  const desk = deskFor(trading, held);
  if (!desk.ok) return refused(desk.error);
  const judged = judgeTransaction(trading, desk.value, held);
  const permitted = trading.halt.permits(judged.exemption === null ? 'open' : 'cancel');
  if (!permitted.ok) return refused(permitted.error, judged);
  const approved = approveTransaction(signable, shown.digest, judged, grantedDigest);
  if (!approved.ok) return refused(approved.error, judged);
  trading.count('submitted');
  const signed = await signTransaction(trading, {
    held,
    desk: desk.value,
    approved: approved.value,
    actor,
    grantedDigest,
    judged,
  });
  if (!signed.ok) return signed;
  return sendTransaction(trading, held, { ...signed.value, actor });
}
