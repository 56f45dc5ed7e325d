import type { KeyPassport } from '../contract/shapes.ts';
import type { StoredCredential } from '../custody/credentials-table.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { CommonPorts } from './common-steps.ts';

/**
 * What an exchange says when it is asked with a key: 'works', 'gone' with a code that means only that the key does not exist (any more),
 * 'refused' with one that can mean something else too, 'unclear' where nothing was said of the key.
 */
export interface KeyProbe {
  readonly answer: 'works' | 'gone' | 'refused' | 'unclear';
  readonly text: string;
}

/** What the rotation of an exchange's key asks of the console. Nothing here raises anything. */
export interface KeyRotationPorts extends CommonPorts {
  readonly clock: Pick<Clock, 'nowMs'>;
  /** `not-found`, `storage-failed`. */
  stored(credentialId: string): Result<StoredCredential>;
  /** The keys of an exchange in the vault that are in use or stand by; `storage-failed`. */
  kept(exchange: ExchangeName): Result<readonly StoredCredential[]>;
  /** The credential whose key counts for an exchange now; as `ExchangeKeys.keyFor`. */
  counting(exchange: ExchangeName): Result<string | null>;
  /** Asks the exchange what a key may do, and keeps the answer. */
  readPassport(credentialId: string): Promise<Result<KeyPassport>>;
  /** What was read of a key last; null where nothing was. */
  passport(credential: StoredCredential): Result<KeyPassport | null>;
  /** Asks the exchange with a key and keeps nothing. */
  probe(credentialId: string): Promise<KeyProbe>;
  /** Reads the balances and the open orders with a key: how many of each. */
  readAccount(credentialId: string): Promise<Result<{ readonly balances: number; readonly openOrders: number }>>;
  /** What is wrong with the console and its connection to an exchange, in sentences; none where all is well. */
  health(exchange: ExchangeName): Promise<readonly string[]>;
  /** Whether live trading on an exchange is armed. */
  isArmed(exchange: ExchangeName): boolean;
}
