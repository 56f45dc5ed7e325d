import type { ExchangeName } from '../domain/exchanges.ts';
import type { Result } from '../domain/result.ts';

/** A key of an exchange in use: key, secret and password always come from one source. Never to be kept beyond the call that needs it. */
export interface ExchangeKey {
  readonly credentialId: string;
  readonly exchange: ExchangeName;
  readonly source: 'environment' | 'env-file' | 'vault' | 'generic';
  readonly apiKey: string;
  readonly secret: string;
  readonly password: string | null;
}

/** The keys of the exchanges. */
export interface ExchangeKeys {
  /**
   * The key that counts for an exchange: of `CEX_<EXCHANGE>_*`, else the vault's active one, else of `CEX_API_*` where exactly one
   * exchange is allowed. Null where there is none; `vault-locked` where one is kept that cannot be read now; `conflict` where what is set
   * is not whole or not clear; `storage-failed`.
   */
  keyFor(exchange: ExchangeName): Result<ExchangeKey | null>;
  /** Told of every exchange whose key has changed, until the answer is called. */
  onChange(listener: (exchange: ExchangeName) => void): () => void;
}
