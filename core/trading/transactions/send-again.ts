import type { JournaledTransaction } from '../../chain/journaled-transaction.ts';
import { decodeCall } from '../../domain/calldata/decode-call.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { SignerKindName } from '../../domain/signer-kinds.ts';
import { parseUnsigned } from '../../domain/transaction/serialise.ts';
import { signable } from '../../domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { verifySignature } from '../../signers/verify.ts';
import { confirmedHead } from './chain-times.ts';
import { exemptionOf } from './exemption.ts';
import type { ChainAccess, TransactionTrading } from './transaction-trading.ts';

/** Sends the same bytes once more, proved once more, if the halt lets them out: what passes a halt passes it here too. */
export async function sendAgain(trading: TransactionTrading, known: JournaledTransaction): Promise<Result<void>> {
  const parsed = parseUnsigned(known.unsigned);
  if (!parsed.ok || known.raw === null) {
    return err({ code: 'not-found', retry: 'never', what: 'signed bytes to send again' });
  }
  const access = trading.chain(known.chainId);
  if (!access.ok) return access;
  // After a start no time of the chain is confirmed yet, and without one nothing is the rescue address.
  await confirmedHead(trading, access.value.reader);
  const kind = (): 'open' | 'cancel' => (passesHalt(trading, access.value, known, parsed.value) ? 'cancel' : 'open');
  const mayLeave = (): Result<void> => {
    const permitted = trading.halt.permits(kind());
    return permitted.ok && kind() === 'open' ? stillArmed(trading, access.value, known) : permitted;
  };
  const permitted = mayLeave();
  if (!permitted.ok) return permitted;
  const claimed = { form: 'raw', raw: known.raw, clearSigned: known.clearSigned } as const;
  const verified = verifySignature(known.signer as SignerKindName, signable(parsed.value, known.from), claimed);
  if (!verified.ok) return verified;
  const broadcaster = access.value.broadcaster(kind());
  return broadcaster.ok ? broadcaster.value.broadcast(verified.value, mayLeave) : broadcaster;
}

/**
 * What was signed for a real chain while live trading was armed leaves under that arming or not at all: another one has other limits, and
 * nobody was asked about this under them.
 */
function stillArmed(
  { armedAtMs }: TransactionTrading,
  { broadcaster, chain }: ChainAccess,
  { createdAtMs }: JournaledTransaction,
): Result<void> {
  const open = broadcaster('open');
  if (!open.ok) return open;
  const sinceMs = armedAtMs();
  if (chain.isDevelopment || (sinceMs !== null && sinceMs <= createdAtMs)) return ok(undefined);
  return err({ code: 'not-allowed', retry: 'never', method: 'transactions.submit', face: 'unarmed' });
}

function passesHalt(
  trading: TransactionTrading,
  { chain }: ChainAccess,
  { from, replaces }: JournaledTransaction,
  transaction: UnsignedTransaction,
): boolean {
  const { data, nonce, to, valueWei } = transaction;
  const replaced = replaces === null ? null : trading.journal.get(replaces);
  const exemption = exemptionOf({
    transaction,
    from,
    decoded: decodeCall({ chain, to, valueWei, data, tokens: trading.tokens(), hasCode: null }),
    takesPlace: replaced !== null && replaced.nonce === nonce,
    book: trading.book,
    nowMs: trading.timeOf(transaction.chainId).nowMs(),
  });
  return exemption !== null;
}
