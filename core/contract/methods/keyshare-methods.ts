import { type Method, nothing, traders } from '../method.ts';
import * as approvals from '../schemas/approvals.ts';
import * as keyshares from '../schemas/keyshares.ts';

/** The keyshares of the two-party signer. No share ever comes here: parties tell points, epochs and digests. */
export const keyshareMethods = {
  /** What is known of both parties; asks none. */
  'keyshares.show': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: keyshares.KeyshareBoard,
  },
  /** Asks both parties how they are and to attest what they hold. Nothing is changed at either. */
  'keyshares.attest': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: keyshares.KeyshareBoard,
  },
  /** Asks the person to have a refresh of which no sure answer came brought to one end. */
  'keyshares.requestSettle': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: approvals.Approval,
  },
  /**
   * Asks the person to take both shares at an older epoch than was seen before: they were put back from an older pair of backups. Both must
   * attest and sign. `conflict` where the signer is not halted for that.
   */
  'keyshares.requestRecovery': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: approvals.Approval,
  },
  /** Asks the person to have both parties make their first key; `conflict` where there is one, or was. */
  'keyshares.requestNewKey': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: approvals.Approval,
  },
} as const satisfies Readonly<Record<string, Method>>;
