import { isOpen } from '../../chain/journaled-transaction.ts';
import { type ChainAsset, type TransactionFacts, unknownTransactionFacts } from '../../policy/transaction-facts.ts';
import type { SigningDesk } from '../../signers/signing-desk.ts';
import type { Judgement } from '../approve.ts';
import { type Exemption, exemptionOf } from './exemption.ts';
import type { JudgedTransaction } from './held-transaction.ts';
import { givesUnlimited, movementsOf } from './movements.ts';
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
  const facts = factsOf(trading, judged, exemption);
  const engine = trading.judge(judged.signable, facts);
  const signer = desk.judge(judged.signable);
  const isDenied = signer.some(({ decision }) => decision !== 'allow') || signer.length === 0;
  return {
    exemption,
    facts,
    verdict: isDenied ? 'deny' : engine.verdict,
    rulings: [...engine.rulings, ...signer],
  };
}

function exemptionNow(trading: TransactionTrading, { decoded, replaces, signable }: JudgedTransaction): Exemption {
  const { from, transaction } = signable;
  const replaced = replaces === null ? null : trading.journal.get(replaces);
  return exemptionOf({
    transaction,
    from,
    decoded,
    takesPlace: replaced !== null && isOpen(replaced) && replaced.from === from && replaced.nonce === transaction.nonce,
    book: trading.book,
    nowMs: trading.confirmedTime.nowMs(),
  });
}

function factsOf(
  trading: TransactionTrading,
  { cost, decoded, isBlind, replaces, signable }: JudgedTransaction,
  exemption: Exemption,
): TransactionFacts {
  const { transaction } = signable;
  const confirmedNowMs = trading.confirmedTime.nowMs();
  const known = {
    ...unknownTransactionFacts,
    confirmedNowMs,
    l1FeeWei: cost.l1FeeEstimateWei,
    isUnlimitedApproval: givesUnlimited(decoded),
    isBlind,
    isRescue: exemption === 'rescue',
    isTakingBack: exemption === 'cancel' || exemption === 'revoke',
  };
  const movements = movementsOf(transaction, decoded, cost.feeWei + cost.l1FeeEstimateWei);
  if (movements === null) return known;
  const assets = [...new Set(movements.spends.map(({ asset }) => asset))];
  const spent = (asset: ChainAsset) => [asset, trading.spends.at(asset, confirmedNowMs, replaces)] as const;
  const names = trading.book.recipients().filter(({ chainId }) => BigInt(chainId) === transaction.chainId);
  return {
    ...known,
    spends: movements.spends,
    // Without a confirmed time nobody can say what a window holds.
    spent: confirmedNowMs === 0 ? null : Object.fromEntries(assets.map(spent)),
    recipients: movements.recipients.map((address) => ({
      address: address.toLowerCase(),
      knownSinceMs: names.find((entry) => entry.address === address)?.sinceMs ?? null,
    })),
  };
}
