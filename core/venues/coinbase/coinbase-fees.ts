import { ok, type Result } from '../../domain/result.ts';
import type { Fees } from '../fees.ts';
import { readAnswer } from '../read-answer.ts';
import { TransactionSummary } from './coinbase-answers.ts';
import type { InspectorDeps } from './coinbase-inspector.ts';

/** What the account pays on every market, or null where no key is set. */
export async function readFees({
  client,
  exchange,
}: Pick<InspectorDeps, 'client' | 'exchange'>): Promise<Result<Fees | null>> {
  if (!client.hasKey) return ok(null);
  const answer = await readAnswer(exchange, 'transaction_summary', TransactionSummary, () =>
    client.transactionSummary({ product_type: 'SPOT' }),
  );
  if (!answer.ok) return answer;
  const { maker_fee_rate: makerFee, taker_fee_rate: takerFee } = answer.value.fee_tier;
  return ok({ makerFee, takerFee });
}
