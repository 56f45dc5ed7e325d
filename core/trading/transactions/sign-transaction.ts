import type { Approved } from '../../domain/approved.ts';
import type { Json } from '../../domain/canonical.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import type { SigningDesk } from '../../signers/signing-desk.ts';
import type { VerifiedTransaction } from '../../signers/verify.ts';
import { announceTransaction } from './announce-transaction.ts';
import type { Exemption } from './exemption.ts';
import { handOver } from './hand-over.ts';
import type { HeldTransaction } from './held-transaction.ts';
import type { TransactionJudgement } from './judge-transaction.ts';
import { recordedFacts } from './recorded-facts.ts';
import { refusedInTurn } from './refuse-transaction.ts';
import { giveUp, keepSignature } from './signing-outcome.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** A transaction that passed the gate's first half, and who let it. */
export interface Signing {
  readonly held: HeldTransaction;
  readonly desk: SigningDesk;
  readonly approved: Approved<SignableTransaction>;
  readonly actor: string;
  readonly grantedDigest: string | null;
  readonly judged: TransactionJudgement;
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
  const { actor, approved, desk, held, judged } = signing;
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
      exemption: judged.exemption,
      rulings: judged.rulings as unknown as Json,
      facts: recordedFacts(judged.facts),
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
    // A word that comes late is about nothing any more.
    if (!trading.signing.has(transactionId)) return;
    trading.progress.set(transactionId, text);
    announceTransaction(trading, transactionId);
  };
  const signed = await desk.sign(approved, { before, progress, signal: controller.signal });
  trading.signing.delete(transactionId);
  trading.progress.delete(transactionId);
  const outcome = signed.ok
    ? keepSignature(trading, transactionId, signed.value)
    : giveUp(trading, transactionId, isHandedOver, signed.error);
  await trading.record.after({
    ...about,
    level: outcome.level,
    status: outcome.status,
    body: outcome.body,
  });
  announceTransaction(trading, transactionId);
  if (!signed.ok && !isHandedOver) await refusedInTurn(trading, held, actor, signed.error);
  if (!outcome.kept.ok) return outcome.kept;
  return ok({ transactionId, verified: outcome.kept.value, exemption: judged.exemption });
}
