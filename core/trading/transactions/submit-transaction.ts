import type { ChainTransaction, TransactionSubmission } from '../../contract/shapes.ts';
import type { Json } from '../../domain/canonical.ts';
import type { AppError } from '../../domain/errors.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { approveTransaction } from '../approve.ts';
import type { HeldTransaction } from './held-transaction.ts';
import { judgeTransaction } from './judge-transaction.ts';
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

async function begin(
  trading: TransactionTrading,
  held: HeldTransaction,
  actor: string,
): Promise<Result<TransactionSubmission>> {
  const refused = (error: AppError): Promise<Result<never>> => refuse(trading, held, actor, error);
  const mode = held.access.broadcaster();
  if (!mode.ok) return refused(paperOnly);
  const desk = trading.desk();
  if (!desk.ok) return refused(desk.error);
  const holds = await stillHolds(trading, held);
  if (!holds.ok) return refused(holds.error);
  const { exemption, rulings, verdict } = judgeTransaction(trading, desk.value, held);
  const permitted = trading.halt.permits(exemption === null ? 'open' : 'cancel');
  if (!permitted.ok) return refused(permitted.error);
  if (verdict !== 'needs-approval') {
    const sent = await pass(trading, held, actor, null);
    return sent.ok ? ok({ state: 'sent', transaction: sent.value }) : sent;
  }
  const asked = trading.approvals.ask(
    transactionQuestion(held.shown, rulings, async (approver) => {
      const later = await stillHolds(trading, held);
      if (!later.ok) return refuse(trading, held, approver, later.error);
      const sent = await pass(trading, held, approver, held.shown.digest);
      return sent.ok ? ok(undefined) : sent;
    }),
  );
  if (!asked.ok) return refused(asked.error);
  const { approvalId, expiresAtMs } = asked.value;
  return ok({ state: 'awaiting-approval', approvalId, expiresAtMs });
}

/** The gate from the halt to the chain. `grantedDigest` is what the person has approved, null where nothing was asked. */
async function pass(
  trading: TransactionTrading,
  held: HeldTransaction,
  actor: string,
  grantedDigest: string | null,
): Promise<Result<ChainTransaction>> {
  const { shown, signable } = held;
  const refused = (error: AppError): Promise<Result<never>> => refuse(trading, held, actor, error);
  const desk = trading.desk();
  if (!desk.ok) return refused(desk.error);
  const judged = judgeTransaction(trading, desk.value, held);
  const permitted = trading.halt.permits(judged.exemption === null ? 'open' : 'cancel');
  if (!permitted.ok) return refused(permitted.error);
  const approved = approveTransaction(signable, shown.digest, judged, grantedDigest);
  if (!approved.ok) return refused(approved.error);
  trading.count('submitted');
  const signed = await signTransaction(trading, {
    held,
    desk: desk.value,
    approved: approved.value,
    actor,
    grantedDigest,
    exemption: judged.exemption,
  });
  if (!signed.ok) return signed;
  return sendTransaction(trading, held, { ...signed.value, actor });
}

const paperOnly: AppError = {
  code: 'not-offered',
  retry: 'never',
  what: 'signing for this chain on paper, where only a development chain on this machine is signed for,',
};

async function refuse(
  trading: TransactionTrading,
  { shown, signable }: HeldTransaction,
  actor: string,
  error: AppError,
): Promise<Result<never>> {
  trading.count('refused');
  if (isDecision(error)) trading.refusedSubmit(actor);
  await trading.record.after({
    eventType: error.code === 'denied-by-policy' ? 'policy-violation' : 'sign',
    level: 'warn',
    status: 'failed',
    actor,
    subject: shown.previewId,
    body: { unsigned: signable.unsigned, digest: signable.digest, error: { ...error } as Json, clear_signed: null },
  });
  return err(error);
}

/** Whether the gate said no to what was asked, and not the signer, the chain, the disk or a halt that already stands. */
function isDecision({ code }: AppError): boolean {
  return code === 'denied-by-policy' || code === 'stale-preview' || code === 'not-allowed' || code === 'not-offered';
}
