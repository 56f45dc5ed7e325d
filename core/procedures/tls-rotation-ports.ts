import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { CommonPorts } from './common-steps.ts';
import type { SigningService, TlsRotation } from './tls-rotation.ts';

/** A certificate as it was seen; `notAfterMs` is its end in milliseconds since the epoch. */
export interface SeenCertificate {
  readonly fingerprint: string;
  readonly notAfterMs: number;
}

/** Where what is set up for a service lies, and under which names: nothing of what is in the files. */
export interface TlsPlace {
  /** 'settings' where any part is named there: then nothing that the vault keeps for the service counts. */
  readonly from: 'settings' | 'vault';
  readonly names: Readonly<Record<'url' | 'cert' | 'key' | 'pins', string>>;
  /** The files of our certificate and its key, where settings name them. */
  readonly files: { readonly cert: string; readonly key: string } | null;
}

/** What the rotation of a certificate asks of the console. Nothing here raises anything. */
export interface TlsRotationPorts extends CommonPorts {
  readonly clock: Pick<Clock, 'nowMs'>;
  /** The pinned address of the signer in use; `conflict` where that is another than the service's, or the signer's own error. */
  pinned(service: SigningService): Result<string>;
  /** Name and port of the service's https address; null where none is set. */
  host(service: SigningService): string | null;
  place(service: SigningService): TlsPlace;
  /** SHA-256 of the certificates of which the service must show one; null where the authority alone decides. `vault-locked`, `storage-failed`. */
  pins(service: SigningService): Result<readonly string[] | null>;
  /** What the service showed last and was trusted with, or our certificate as it lies there now; null where there is none. */
  seen(service: SigningService, whose: TlsRotation['whose']): SeenCertificate | null;
  /** Whether the connection would go on with a certificate of this SHA-256, as far as pins decide. `vault-locked`, `storage-failed`. */
  wouldTake(service: SigningService, fingerprint: string): Result<boolean>;
  /**
   * The test of the signer in use, over a connection of its own: it signs a text with the pinned address, or, where it signs none, is asked
   * for that address. The service is connected to in any case, also where it only takes part. `isAnew` has the signer read its files again
   * first. The signer's own errors.
   */
  testSigner(service: SigningService, isAnew: boolean): Promise<Result<{ readonly hasSigned: boolean }>>;
  /** Whether a development chain is set up, and whether the address signed a transaction for one since then. */
  developmentChain(
    address: string,
    sinceMs: number,
  ): Promise<Result<{ readonly isSet: boolean; readonly hasSigned: boolean }>>;
}
