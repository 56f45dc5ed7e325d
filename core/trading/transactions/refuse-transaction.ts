import type { Json } from '../../domain/canonical.ts';
import type { AppError } from '../../domain/errors.ts';
import { err, type Result } from '../../domain/result.ts';
import type { HeldTransaction } from './held-transaction.ts';
import type { TransactionJudgement } from './judge-transaction.ts';
import { recordedFacts } from './recorded-facts.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** Refuses a submit: counts it and leaves its row, with the very bytes and what they were judged by where they were. */
export async function refuseTransaction(
  trading: TransactionTrading,
  { shown, signable }: HeldTransaction,
  actor: string,
  error: AppError,
  judged: TransactionJudgement | null = null,
): Promise<Result<never>> {
  await leaveRefusal(trading, actor, error, shown.previewId, {
    unsigned: signable.unsigned,
    digest: signable.digest,
    ...(judged === null ? {} : { exemption: judged.exemption, facts: recordedFacts(judged.facts) }),
  });
  return err(error);
}

/** Leaves the row of a submit of a preview that is not known or has expired. */
export async function refuseUnknown(
  trading: TransactionTrading,
  previewId: string,
  actor: string,
  error: AppError,
): Promise<Result<never>> {
  await leaveRefusal(trading, actor, error, `preview ${previewId}`, {});
  return err(error);
}

/** Counts a refusal in the signer's turn, whose own row is there already; one by the policy leaves a row as such, too. */
export async function refusedInTurn(
  trading: TransactionTrading,
  held: HeldTransaction,
  actor: string,
  error: AppError,
): Promise<void> {
  if (error.code === 'denied-by-policy') await refuseTransaction(trading, held, actor, error);
  else count(trading, actor, error);
}

async function leaveRefusal(
  trading: TransactionTrading,
  actor: string,
  error: AppError,
  subject: string,
  about: Readonly<Record<string, Json>>,
): Promise<void> {
  count(trading, actor, error);
  await trading.record.after({
    eventType: error.code === 'denied-by-policy' ? 'policy-violation' : 'sign',
    level: 'warn',
    status: 'failed',
    actor,
    subject,
    body: { ...about, error: { ...error } as Json },
  });
}

function count(trading: TransactionTrading, actor: string, error: AppError): void {
  trading.count('refused');
  if (decisions.includes(error.code)) trading.refusedSubmit(actor);
}

/** The gate said no to what was asked, and not the signer, the chain, the disk or a halt that already stands. */
const decisions: readonly AppError['code'][] = [
  'denied-by-policy',
  'stale-preview',
  'expired',
  'conflict',
  'not-allowed',
  'not-offered',
];
