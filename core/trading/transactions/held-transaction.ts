import type { MostCost } from '../../chain/cost.ts';
import type { TransactionPreview, TransactionSubmission } from '../../contract/shapes.ts';
import type { DecodedCall } from '../../domain/calldata/decoded-call.ts';
import type { Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import type { ChainAccess } from './transaction-trading.ts';

/** A transaction as it is judged: its bytes, what they mean, what it costs, and how the signer will put it before the person. */
export interface JudgedTransaction {
  readonly signable: SignableTransaction;
  readonly decoded: DecodedCall;
  readonly access: ChainAccess;
  readonly cost: MostCost;
  /** Whether the signer's screen will not show it; null where it has none. */
  readonly isBlind: boolean | null;
  /** The transaction of ours whose nonce it takes over, null for a new one. */
  readonly replaces: string | null;
}

/** A preview as the core holds it: what was shown, and the exact bytes that it is bound to. */
export interface HeldTransaction extends JudgedTransaction {
  readonly shown: TransactionPreview;
  /** The monotonic time at which it expires. */
  readonly expiresAtMonotonicMs: number;
  /** The one submission there can be; a repeated submit answers with the same. */
  submission: Promise<Result<TransactionSubmission>> | null;
}
