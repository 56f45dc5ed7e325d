import { createHash } from 'node:crypto';
import type { Approved } from '../domain/approved.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';
import type { Ruling } from '../domain/errors.ts';
import type { OrderIntent } from '../domain/intent.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SignableTransaction } from '../domain/transaction/signable.ts';

/** SHA-256 (hex) over the canonical text of an intent: what an approval is bound to. */
export function digestOf(intent: OrderIntent): string {
  return createHash('sha256')
    .update(canonicalText({ ...intent } satisfies { readonly [key: string]: Json }))
    .digest('hex');
}

/** What the gate knows when it decides whether an intent may act. */
export interface Judgement {
  readonly verdict: 'allow' | 'needs-approval' | 'deny';
  readonly rulings: readonly Ruling[];
}

/**
 * The only mint of `Approved`, for orders. Gives it when the intent is, to the byte, the one that was shown (`shownDigest`) and the fresh
 * judgement allows it, or wants the person's approval and the person has approved exactly this digest (`grantedDigest`). Else
 * `stale-preview`, `denied-by-policy` or `needs-approval`.
 */
export function approve(
  intent: OrderIntent,
  shownDigest: string,
  fresh: Judgement,
  grantedDigest: string | null,
): Result<Approved<OrderIntent>> {
  return mint(intent, digestOf(intent), shownDigest, fresh, grantedDigest);
}

/** The same for transactions, whose digest is the one that is signed. */
export function approveTransaction(
  transaction: SignableTransaction,
  shownDigest: string,
  fresh: Judgement,
  grantedDigest: string | null,
): Result<Approved<SignableTransaction>> {
  return mint(transaction, transaction.digest, shownDigest, fresh, grantedDigest);
}

function mint<T>(
  intent: T,
  digest: string,
  shownDigest: string,
  { rulings, verdict }: Judgement,
  grantedDigest: string | null,
): Result<Approved<T>> {
  if (digest !== shownDigest) {
    return err({ code: 'stale-preview', retry: 'safe', why: 'it is not the one that was shown' });
  }
  if (verdict === 'deny') return err({ code: 'denied-by-policy', retry: 'never', rulings });
  if (verdict === 'needs-approval' && grantedDigest !== shownDigest) {
    return err({ code: 'needs-approval', retry: 'never', rulings });
  }
  return ok(intent as Approved<T>);
}
