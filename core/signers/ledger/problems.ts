import type { AppError } from '../../domain/errors.ts';

/** What can be in the way at a Ledger, or what it said. */
export type LedgerFault =
  | 'usb-unavailable'
  | 'absent'
  | 'several'
  | 'no-permission'
  | 'held'
  | 'busy'
  | 'disconnected'
  | 'no-answer'
  | 'locked'
  | 'not-set-up'
  | 'bootloader'
  | 'dashboard'
  | 'wrong-app'
  | 'app-not-installed'
  | 'app-too-old'
  | 'not-understood'
  | 'wrong-seed'
  | 'blind-signing-off'
  | 'clear-signing-required'
  | 'refused'
  | 'prompt-refused'
  | 'type-unsupported'
  | 'chain-id-too-large'
  | 'cannot-show'
  | 'payload-too-big'
  | 'plugin-missing'
  | 'clear-signing-unavailable'
  | 'protocol'
  | 'garbled'
  | 'device-internal'
  | 'cancelled'
  | 'unknown';

/** One fault with what is known of it. */
export interface LedgerProblem {
  readonly fault: LedgerFault;
  /** The vendor's own word for it: a status word such as 0x6985, or the name of an error; else the fault. */
  readonly code: string;
  /** One plain sentence. */
  readonly why: string;
}

const sentences: Readonly<Record<LedgerFault, string>> = {
  'usb-unavailable': 'Ledger devices cannot be used on this computer: a library of the system is missing.',
  absent: 'No Ledger is connected.',
  several: 'More than one Ledger is connected.',
  'no-permission': 'The system does not let this program use the Ledger.',
  held: 'Another program holds the Ledger.',
  busy: 'An earlier request is still on the Ledger.',
  disconnected: 'The Ledger was disconnected.',
  'no-answer': 'The Ledger does not answer; it may be locked.',
  locked: 'The Ledger is locked.',
  'not-set-up': 'This Ledger has no PIN yet.',
  bootloader: 'The Ledger is in its bootloader.',
  dashboard: 'No app is open on the Ledger.',
  'wrong-app': 'Another app is open on the Ledger.',
  'app-not-installed': 'The Ethereum app is not installed on the Ledger.',
  'app-too-old': "The Ledger's Ethereum app is too old.",
  'not-understood': 'The app on the Ledger does not know this command.',
  'wrong-seed': 'This Ledger does not hold the pinned address.',
  'blind-signing-off': 'The Ledger cannot show this transaction, and blind signing is off there.',
  'clear-signing-required': 'The Ledger cannot show this transaction, and the policy asks that it does.',
  refused: 'You refused it on the Ledger. Nothing was signed.',
  'prompt-refused': 'You declined the prompt on the Ledger.',
  'type-unsupported': "The Ledger's app cannot sign this type of transaction.",
  'chain-id-too-large': 'The chain id is too large for the Ledger.',
  'cannot-show': 'The Ledger refused the data: it cannot show them.',
  'payload-too-big': 'The transaction is too large for the Ledger.',
  'plugin-missing': 'A plugin that this needs is not installed on the Ledger.',
  'clear-signing-unavailable': 'The Ledger does not take the description of the token.',
  protocol: 'The Ledger did not take the command as it was sent.',
  garbled: 'The Ledger gave an answer that is none.',
  'device-internal': 'The Ledger reports an internal error.',
  cancelled: 'The request was cancelled.',
  unknown: 'The Ledger gave an error that is not known.',
};

/** A problem with its usual sentence, unless a better one is given. */
export function ledgerProblem(fault: LedgerFault, code: string = fault, why: string = sentences[fault]): LedgerProblem {
  return { fault, code, why };
}

const refusals: readonly LedgerFault[] = [
  'clear-signing-required',
  'refused',
  'prompt-refused',
  'type-unsupported',
  'chain-id-too-large',
  'cannot-show',
  'payload-too-big',
  'plugin-missing',
  'clear-signing-unavailable',
];

/** After these, what the device did with a transaction that it already had is not known. */
const openEnds: readonly LedgerFault[] = [
  'busy',
  'disconnected',
  'no-answer',
  'protocol',
  'garbled',
  'device-internal',
  'cancelled',
  'unknown',
];

/**
 * A problem in our own terms. `wasHandedOver` says whether the device already had the whole transaction: then an end that is not a
 * plain status word of the device is `signer-failed`, for a signature may exist; before, it is `signer-unavailable`.
 */
export function ledgerError({ fault, code, why }: LedgerProblem, wasHandedOver: boolean): AppError {
  if (refusals.includes(fault)) {
    return { code: 'signer-refused', retry: 'never', signer: 'ledger', signerCode: code, why };
  }
  if (wasHandedOver && openEnds.includes(fault)) {
    return { code: 'signer-failed', retry: 'after-checking', signer: 'ledger', signerCode: code, why };
  }
  return { code: 'signer-unavailable', retry: 'safe', signer: 'ledger', state: fault, why };
}
