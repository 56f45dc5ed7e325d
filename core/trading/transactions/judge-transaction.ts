import { isOpen } from '../../chain/journaled-transaction.ts';
import type { TransactionFacts } from '../../policy/transaction-facts.ts';
import type { SigningDesk } from '../../signers/signing-desk.ts';
import type { Judgement } from '../approve.ts';
import { type Exemption, exemptionOf } from './exemption.ts';
import { gatherFacts } from './gather-facts.ts';
import type { JudgedTransaction } from './held-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** What both layers say of a transaction right now, and why it may pass a halt (null: it may not). */
export interface TransactionJudgement extends Judgement {
  readonly exemption: Exemption;
  /** What the first layer was told. */
  readonly facts: TransactionFacts;
}

/**
 * Asks both layers about the very bytes, on what is known at this moment; nothing is waited for. What is replaced is not counted in the
 * windows: only one of the two can happen.
 */
export function judgeTransaction(
  trading: TransactionTrading,
  desk: SigningDesk,
  judged: JudgedTransaction,
): TransactionJudgement {
  const exemption = exemptionNow(trading, judged);
  const { cost, decoded, isBlind, replaces, signable } = judged;
  const { transaction } = signable;
  const { feeWei, l1FeeEstimateWei } = cost;
  const about = { transaction, decoded, feeWei, l1FeeWei: l1FeeEstimateWei, isBlind, replaces };
  const facts = gatherFacts(trading, about, exemption);
  const engine = trading.judge(signable, facts);
  const signer = desk.judge(signable);
  const isDenied = signer.some(({ decision }) => decision !== 'allow') || signer.length === 0;
  return {
    exemption,
    facts,
    verdict: isDenied ? 'deny' : engine.verdict,
    rulings: [...engine.rulings, ...signer],
  };
}

/** Why a transaction may pass a halt as things are now; see `exemptionOf`. */
export function exemptionNow(
  trading: Pick<TransactionTrading, 'book' | 'timeOf' | 'journal'>,
  { decoded, replaces, signable }: Pick<JudgedTransaction, 'decoded' | 'replaces' | 'signable'>,
): Exemption {
  const { from, transaction } = signable;
  const replaced = replaces === null ? null : trading.journal.get(replaces);
  return exemptionOf({
    transaction,
    from,
    decoded,
    takesPlace: replaced !== null && isOpen(replaced) && replaced.from === from && replaced.nonce === transaction.nonce,
    book: trading.book,
    nowMs: trading.timeOf(transaction.chainId).nowMs(),
  });
}
