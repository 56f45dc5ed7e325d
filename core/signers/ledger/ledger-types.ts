import type { Address } from '../../domain/address.ts';
import type { Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import type { Clock, HidTransports, Log } from '../../ports.ts';
import type { Signer } from '../signer.ts';
import type { DerivationFamily, DerivationPath } from './derivation.ts';
import type { LedgerTiming } from './device-lease.ts';
import type { OpenApp } from './eth-app.ts';
import type { LedgerAccount } from './readiness.ts';
import type { LedgerState } from './states.ts';

/** What a Ledger signer is made of. */
export interface LedgerOptions {
  readonly transports: HidTransports;
  readonly account: LedgerAccount;
  /** The oldest version of the Ethereum app that may sign, such as `usualMinimumVersion`. */
  readonly minimumVersion: string;
  /** Whether this transaction may be signed though the device cannot show it. Asked for each that it cannot show. */
  readonly mayBlindSign: (transaction: SignableTransaction) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** The device answered a transaction that nobody waits for any more. A signature was thrown away; its nonce stays tainted. */
  readonly onLate: (late: LateAnswer) => void;
  /** The person compared the address on the device with ours and confirmed it there. */
  readonly onVerified?: (verified: VerifiedAddress) => void;
  /** `usualTiming` unless said otherwise. */
  readonly timing?: LedgerTiming;
}

/** Version 1.22.0 of the Ethereum app mended two ways around its own blind-signing warning (its changelog). */
export const usualMinimumVersion = '1.22.0';

/** An answer that came after its request was cancelled or had expired. */
export interface LateAnswer {
  readonly transaction: SignableTransaction;
  /** 'signed': a signature came and was thrown away. 'refused': none exists. 'unknown': one may. */
  readonly answer: 'signed' | 'refused' | 'unknown';
  readonly atMs: number;
}

/** The Ethereum app of a Ledger, however old, and when it was asked. */
export interface SeenApp {
  readonly version: string;
  readonly atMs: number;
}

/** An address of the device. */
export interface LedgerAddress {
  readonly path: DerivationPath;
  readonly address: Address;
}

/** An address that a person confirmed on the device's own screen, and when. */
export interface VerifiedAddress extends LedgerAddress {
  readonly atMs: number;
}

/** A Ledger with the Ethereum app. */
export interface LedgerSigner extends Signer {
  readonly kind: 'ledger';
  state(): LedgerState;
  /** Asks the device and tells its state; shows nothing on it. */
  refresh(signal: AbortSignal): Promise<LedgerState>;
  /** `count` (1 to 20) addresses of a family from index `from`; shows nothing. `invalid-input`, else as `address`. */
  addresses(
    family: DerivationFamily,
    from: number,
    count: number,
    signal: AbortSignal,
  ): Promise<Result<readonly LedgerAddress[]>>;
  /** The Ethereum app as it was seen last; null where it was not seen since this signer was made. */
  seenApp(): SeenApp | null;
  /** The app that is open now, whatever it is. Errors as `address`. */
  appInfo(signal: AbortSignal): Promise<Result<OpenApp>>;
  /** Opens the Ethereum app, ending another one; the person confirms on the device. Then asks whether all is ready. Errors as `address`. */
  openApp(signal: AbortSignal): Promise<Result<OpenApp>>;
}
