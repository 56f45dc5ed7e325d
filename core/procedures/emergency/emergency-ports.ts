import type { StoredCredential } from '../../custody/credentials-table.ts';
import type { Result } from '../../domain/result.ts';
import type { CommonPorts } from '../common-steps.ts';
import type { KeyRotationPorts } from '../key-rotation-ports.ts';
import type { TokenRotationPorts } from '../rotate-api-token.ts';
import type { Found } from '../step.ts';
import type { Emergency } from './emergency.ts';
import type { Review } from './review.ts';

/** What the gate said to a practice order: it let it through, or refused it because trading is halted, or could not be asked. */
export interface GateAnswer {
  readonly answer: 'refused' | 'let-through' | 'unclear';
  readonly text: string;
}

/** Where what lies on a chain may go while trading is halted, and from when on. */
export interface Rescue {
  readonly chain: string;
  readonly address: string;
  readonly usableFromMs: number;
}

/** What an emergency asks of the console. Nothing here raises anything. */
export interface EmergencyPorts extends CommonPorts {
  readonly keys: KeyRotationPorts;
  readonly tokens: TokenRotationPorts['tokens'];
  /** Sends a practice order into the gate of this console, which must refuse it. */
  tryGate(): Promise<GateAnswer>;
  /** What the audit trail says of the credential since then; `storage-failed`. */
  review(emergency: Emergency): Promise<Result<Review>>;
  /** What is there of what the credential could move, against what was known last. `isClear` where all was read and nothing is unexplained. */
  balances(emergency: Emergency): Promise<{ readonly isClear: boolean; readonly found: readonly Found[] }>;
  /** Tells the webhooks that hear of incidents; how many there are. */
  tell(title: string, text: string): number;
  /** Whom to reach, a line for each; none where nobody was written down. */
  contacts(): readonly string[];
  /** The rescue address of each chain that has one, and from when on it passes a halt. */
  rescue(): readonly Rescue[];
  /** The address that is signed for now; null where no signer is in use. */
  address(): string | null;
  /**
   * Has the signer in use, opened anew, sign a text that can never be a transaction: the pinned address, and whether it signed. One that
   * signs no texts only names its address.
   */
  signs(): Promise<Result<{ readonly address: string; readonly hasSigned: boolean }>>;
  /**
   * The address that a credential signs for: what the keystore in use says it holds, or what is pinned for the service that is in use. Null
   * where that is not known, and for what signs nothing.
   */
  addressOf(credential: Pick<StoredCredential, 'kind' | 'subject'>): string | null;
  /** Whether the secret before still signs for a webhook; `not-found`, `storage-failed`. */
  hasOldSecret(webhookId: string): Result<boolean>;
  /** Writes the report of the procedure that is under way as far as it is; the paths of its files. */
  writeReport(): Result<readonly string[]>;
}
