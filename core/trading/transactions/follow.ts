import { type ChainEvent, createFollower, type Follower } from '../../chain/follower.ts';
import type { JournaledTransaction } from '../../chain/journaled-transaction.ts';
import type { Json } from '../../domain/canonical.ts';
import type { AppError } from '../../domain/errors.ts';
import { err, type Result } from '../../domain/result.ts';
import type { SignerKindName } from '../../domain/signer-kinds.ts';
import { parseUnsigned } from '../../domain/transaction/serialise.ts';
import { signable } from '../../domain/transaction/signable.ts';
import { verifySignature } from '../../signers/verify.ts';
import { announceTransaction } from './announce-transaction.ts';
import type { TransactionTrading } from './transaction-trading.ts';

const periodMs = 2_000;

/** Follows what was sent to its end, chain by chain. */
export interface Following {
  /** Sees to it that the chain of this transaction is looked at. */
  follow(transactionId: string): void;
  confirmationsOf(transaction: JournaledTransaction): number;
  /** Takes up what an earlier run left open. */
  resume(): void;
  stop(): void;
}

/** Following over a journal; each chain is looked at while something of it is open. */
export function createFollowing(trading: () => TransactionTrading): Following {
  const followers = new Map<bigint, Follower>();

  const start = (chainId: bigint): void => {
    const { chain, clock, journal } = trading();
    const access = chain(chainId);
    if (!access.ok || followers.has(chainId)) return;
    const follower = createFollower({
      ...access.value,
      journal,
      clock,
      sendAgain: (transaction) => sendAgain(trading(), transaction),
      report: (event) => report(trading(), event),
    });
    followers.set(chainId, follower);
    follower.start(periodMs);
  };

  return {
    follow(transactionId) {
      const known = trading().journal.get(transactionId);
      if (known !== null) start(known.chainId);
    },
    confirmationsOf: ({ chainId, transactionId }) => followers.get(chainId)?.confirmationsOf(transactionId) ?? 0,
    resume() {
      for (const { chainId } of trading().journal.list({ open: true, limit: 500 })) start(chainId);
    },
    stop() {
      for (const follower of followers.values()) follower.stop();
      followers.clear();
    },
  };
}

/** The same bytes once more, proved once more, if the halt lets anything new out. */
async function sendAgain(trading: TransactionTrading, known: JournaledTransaction): Promise<Result<void>> {
  const permitted = trading.halt.permits('open');
  if (!permitted.ok) return permitted;
  const transaction = parseUnsigned(known.unsigned);
  if (!transaction.ok || known.raw === null) {
    return err({ code: 'not-found', retry: 'never', what: 'signed bytes to send again' });
  }
  const claimed = { form: 'raw', raw: known.raw, clearSigned: known.clearSigned } as const;
  const verified = verifySignature(known.signer as SignerKindName, signable(transaction.value, known.from), claimed);
  if (!verified.ok) return verified;
  const access = trading.chain(known.chainId);
  const broadcaster = access.ok ? access.value.broadcaster() : access;
  return broadcaster.ok ? broadcaster.value.broadcast(verified.value) : broadcaster;
}

async function report(trading: TransactionTrading, event: ChainEvent): Promise<void> {
  switch (event.kind) {
    case 'trouble':
      trading.log.warn('a chain could not be followed', { error: event.error.code });
      return;
    case 'replaced-elsewhere':
      for (const transaction of event.transactions) await tell(trading, transaction, event.kind, null);
      return;
    case 'confirmed':
    case 'reverted':
      await tell(trading, event.transaction, event.kind, null);
      for (const transaction of event.replaced) {
        trading.spends.release(transaction.transactionId);
        await tell(trading, transaction, 'replaced', null);
      }
      return;
    case 'sent-again':
      await tell(trading, event.transaction, event.kind, event.sent.ok ? null : event.sent.error);
      return;
    case 'included':
    case 'reorged':
    case 'dropped':
      await tell(trading, event.transaction, event.kind, null);
  }
}

async function tell(
  trading: TransactionTrading,
  { blockNumber, feePaidWei, hash, transactionId }: JournaledTransaction,
  what: string,
  error: AppError | null,
): Promise<void> {
  const isBad = what === 'reverted' || what === 'replaced-elsewhere' || what === 'dropped' || error !== null;
  await trading.record.after({
    eventType: 'transaction',
    level: isBad ? 'warn' : 'info',
    status: error !== null || what === 'reverted' ? 'failed' : 'ok',
    actor: 'chain',
    subject: transactionId,
    body: {
      what,
      hash,
      blockNumber,
      feePaidWei: feePaidWei?.toString() ?? null,
      ...(error === null ? {} : { error: { ...error } as Json }),
    },
  });
  announceTransaction(trading, transactionId);
}
