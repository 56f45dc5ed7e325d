import type { Address } from '../../domain/address.ts';
import type { Approved } from '../../domain/approved.ts';
import type { Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import type { ClaimedSignature, ClaimedText, SignerCapabilities } from '../signer.ts';

/** How one protocol asks for what a signer does; errors are already ours. */
export interface RemoteDialect {
  /** For a person. */
  readonly title: string;
  readonly capabilities: SignerCapabilities;
  address(signal: AbortSignal): Promise<Result<Address>>;
  sign(transaction: Approved<SignableTransaction>, signal: AbortSignal): Promise<Result<ClaimedSignature>>;
  signText(text: string, signal: AbortSignal): Promise<Result<ClaimedText>>;
}
