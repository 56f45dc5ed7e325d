import type { SigningError } from './signing-errors.ts';

/** Whether asking again can help: never as it stands, safely at once, or only after looking at what happened. */
export type Retry = 'never' | 'safe' | 'after-checking';

/** One thing that is wrong with an input: where (dotted path, '' for the whole) and what. */
export interface InputIssue {
  readonly path: string;
  readonly problem: string;
}

/** How strongly a ruling speaks, from mildest to most severe. */
export const decisions = ['allow', 'needs-approval', 'deny'] as const;
export type Decision = (typeof decisions)[number];

/** What one policy rule said of one intent. `code` is null when it allows; `facts` are the figures it judged by, as text. */
export interface Ruling {
  readonly layer: 'engine' | 'signer';
  /** The rule's id, equal to its file name. */
  readonly rule: string;
  readonly decision: Decision;
  readonly code: string | null;
  /** One plain sentence for a person. */
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** The three states of the halt control: all may pass, only what lowers exposure, nothing new. */
export const haltStates = ['active', 'reducing', 'halted'] as const;
export type HaltState = (typeof haltStates)[number];

/**
 * Every expected failure, discriminated by `code`. Facts are plain text or numbers that are not money; no secret can be expressed.
 * A failure that is not here is a bug: it is thrown, logged with an incident id, and leaves as `internal`.
 */
export type AppError =
  // what was asked
  | {
      readonly code: 'invalid-input';
      readonly retry: 'never';
      readonly issues: readonly InputIssue[];
    }
  | {
      readonly code: 'not-found';
      readonly retry: 'never';
      readonly what: string;
    }
  | {
      readonly code: 'not-allowed';
      readonly retry: 'never';
      readonly method: string;
      readonly face: string;
    }
  | {
      readonly code: 'unknown-method';
      readonly retry: 'never';
      readonly method: string;
    }
  | { readonly code: 'expired'; readonly retry: 'never'; readonly what: string }
  | {
      readonly code: 'stale-preview';
      readonly retry: 'safe';
      readonly why: string;
    }
  | {
      readonly code: 'conflict';
      readonly retry: 'never';
      readonly what: string;
    }
  | {
      readonly code: 'not-offered';
      readonly retry: 'never';
      readonly what: string;
    }
  // refusals
  | {
      readonly code: 'trading-halted';
      readonly retry: 'never';
      readonly state: HaltState;
      readonly reason: string;
    }
  | {
      readonly code: 'denied-by-policy';
      readonly retry: 'never';
      readonly rulings: readonly Ruling[];
    }
  | {
      readonly code: 'needs-approval';
      readonly retry: 'never';
      readonly rulings: readonly Ruling[];
    }
  | { readonly code: 'approval-refused'; readonly retry: 'never' }
  | { readonly code: 'approval-expired'; readonly retry: 'never' }
  | { readonly code: 'wrong-word'; readonly retry: 'safe' }
  | {
      readonly code: 'release-locked';
      readonly retry: 'never';
      readonly why: string;
    }
  | { readonly code: 'vault-locked'; readonly retry: 'never' }
  | { readonly code: 'wrong-passphrase'; readonly retry: 'safe' }
  /** Several passphrases were wrong: none is tried before `waitMs` are over. */
  | { readonly code: 'too-many-tries'; readonly retry: 'safe'; readonly waitMs: number }
  /** The app lock is closed: its passphrase opens it in the approval window. */
  | { readonly code: 'app-locked'; readonly retry: 'safe' }
  | {
      readonly code: 'keychain-unprotected';
      readonly retry: 'never';
      readonly why: string;
    }
  /** The keychain is there but cannot be used now, such as a locked one. `why` is a whole sentence. */
  | {
      readonly code: 'keychain-unavailable';
      readonly retry: 'safe';
      readonly why: string;
    }
  // venues
  | {
      readonly code: 'venue-unreachable';
      readonly retry: 'safe';
      readonly venue: string;
      readonly why: string;
    }
  | {
      readonly code: 'venue-rejected';
      readonly retry: 'never';
      readonly venue: string;
      readonly venueCode: string;
      readonly reason: string;
    }
  /**
   * The venue does not take the key for this: 'key-gone' it does not exist (any more), 'key-unclear' where its code stands for several
   * reasons, 'clock' when our time or nonce is off. Nothing was done there.
   */
  | {
      readonly code: 'key-refused';
      readonly retry: 'never';
      readonly venue: string;
      readonly problem: 'key-gone' | 'key-unclear' | 'signature' | 'permission' | 'ip' | 'clock';
      readonly venueCode: string;
      readonly reason: string;
    }
  | {
      readonly code: 'venue-answer-malformed';
      readonly retry: 'after-checking';
      readonly venue: string;
      readonly what: string;
    }
  /** The venue does not tell now what an order would cost there; `why` says how. Nothing is bought without it; a sale goes. */
  | {
      readonly code: 'fees-unknown';
      readonly retry: 'safe';
      readonly venue: string;
      readonly why: string;
    }
  /** The venue keeps nothing more of an order that ended long ago without being filled. */
  | {
      readonly code: 'order-archived';
      readonly retry: 'never';
      readonly venue: string;
    }
  | {
      readonly code: 'egress-denied';
      readonly retry: 'never';
      readonly method: string;
      readonly path: string;
    }
  | {
      readonly code: 'rate-limited';
      readonly retry: 'safe';
      readonly venue: string;
      readonly retryAfterMs: number;
    }
  | {
      readonly code: 'insufficient-funds';
      readonly retry: 'never';
      readonly asset: string;
    }
  | {
      readonly code: 'outcome-unknown';
      readonly retry: 'after-checking';
      readonly clientOrderId: string;
    }
  | SigningError
  // here
  | {
      readonly code: 'storage-failed';
      readonly retry: 'after-checking';
      readonly what: string;
    }
  | {
      readonly code: 'audit-failed';
      readonly retry: 'after-checking';
      readonly what: string;
    }
  | {
      readonly code: 'audit-broken';
      readonly retry: 'never';
      readonly rowId: number;
      readonly why: string;
    }
  | {
      readonly code: 'already-running';
      readonly retry: 'never';
      readonly what: string;
    }
  | {
      readonly code: 'core-unavailable';
      readonly retry: 'safe';
      readonly why: string;
    }
  | {
      readonly code: 'internal';
      readonly retry: 'after-checking';
      readonly incidentId: string;
    };

/** The code of every expected failure. */
export type AppErrorCode = AppError['code'];
