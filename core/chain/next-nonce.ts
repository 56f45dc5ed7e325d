import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { canReachChain, isOpen, type JournaledTransaction } from './journaled-transaction.ts';

/** What a node says of an address: transactions in blocks, and with those that wait. */
export interface NonceClaims {
  readonly latest: number;
  readonly pending: number;
}

/** The nonce that a new transaction takes. */
export interface NextNonce {
  readonly nonce: number;
  /** How many nonces the node says were used since the last one this console knows of, by something else. */
  readonly usedElsewhere: number;
}

const mostWaiting = 1000;

/**
 * The lowest nonce that is neither used nor held, from what this console knows of an address (`own`: all of its transactions on the chain)
 * and what a node says. The console's own knowledge counts where a node says less: nothing is signed at a nonce that was used. `conflict`,
 * with the reason, while a signature may exist that nobody has (only a replacement may be signed then), while another transaction is
 * with the signer, where another program's transaction waits (a nonce after it would leave a gap), and where a node says that a nonce
 * below one of ours is next: ours were given without gaps, so it lags or lies, or did before.
 */
export function nextNonce(own: readonly JournaledTransaction[], { latest, pending }: NonceClaims): Result<NextNonce> {
  const floor = firstUnused(own);
  const held = new Map<number, boolean>();
  for (const transaction of own.filter(isOpen)) {
    held.set(transaction.nonce, (held.get(transaction.nonce) ?? false) || canReachChain(transaction));
  }
  for (const [nonce, isReachable] of held) {
    if (isReachable) continue;
    const isWithSigner = own.some((other) => other.nonce === nonce && other.status === 'signing');
    return conflict(
      isWithSigner
        ? `a transaction is with the signer (nonce ${nonce}); one is signed at a time`
        : `a signature for nonce ${nonce} may exist that never came back; replace that transaction first`,
    );
  }
  const start = Math.max(floor, latest);
  if (pending - start > mostWaiting) return conflict('the node says that too many transactions of this address wait');
  for (let nonce = start; nonce < pending; nonce += 1) {
    if (!held.has(nonce)) return conflict(`a transaction that is not of this console waits at nonce ${nonce}`);
  }
  let nonce = start;
  while (held.has(nonce)) nonce += 1;
  const above = [...held.keys()].find((at) => at > nonce);
  if (above !== undefined) {
    return conflict(
      `the node says that nonce ${nonce} is next, but a transaction of this console holds nonce ${above}`,
    );
  }
  const ownSinceFloor = [...held.keys()].filter((at) => at >= floor && at < latest).length;
  return ok({
    nonce,
    usedElsewhere: floor === 0 ? 0 : Math.max(0, latest - floor - ownSinceFloor),
  });
}

/** The nonce after the last one that is known to be used. */
function firstUnused(own: readonly JournaledTransaction[]): number {
  return own
    .filter(({ status }) => status === 'confirmed' || status === 'reverted' || status === 'replaced')
    .reduce((floor, { nonce }) => Math.max(floor, nonce + 1), 0);
}

/**
 * Why a nonce cannot be taken now, by what is known of an address alone; null when it can. With `replaces` it is taken over from that
 * transaction, which must be the last to hold it and in no block.
 */
export function cannotTake(
  own: readonly JournaledTransaction[],
  nonce: number,
  replaces: string | null,
): string | null {
  if (nonce < firstUnused(own)) return `nonce ${nonce} is used`;
  const withSigner = own.find(({ status }) => status === 'signing');
  if (withSigner !== undefined) return `a transaction is with the signer (nonce ${withSigner.nonce})`;
  const here = own.filter((transaction) => transaction.nonce === nonce && isOpen(transaction));
  if (here.some(({ status }) => status === 'included')) return `nonce ${nonce} is in a block already`;
  if (replaces !== null) {
    return here.at(-1)?.transactionId === replaces ? null : 'what it replaces does not hold that nonce any more';
  }
  if (here.length > 0) return `nonce ${nonce} is held by another transaction`;
  const lost = own.find(
    ({ nonce: other, status }) =>
      status === 'in-doubt' && !own.some((sibling) => sibling.nonce === other && canReachChain(sibling)),
  );
  return lost === undefined ? null : `a signature for nonce ${lost.nonce} may exist that never came back`;
}
