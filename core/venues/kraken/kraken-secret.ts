import { err, ok, type Result } from '../../domain/result.ts';
import type { VenueCredentials } from '../venue-options.ts';

/**
 * Whether a secret can sign at all: Kraken's are base64. One that is not would fail in the middle of an order, where it looks as if the
 * order might have left. https://docs.kraken.com/exchange/guides/rest/authentication
 */
export function checkSecret({ secret }: VenueCredentials): Result<void> {
  if (secret.length % 4 === 0 && /^[A-Za-z0-9+/]{4,}={0,2}$/.test(secret)) return ok(undefined);
  return err({
    code: 'invalid-input',
    retry: 'never',
    issues: [{ path: 'secret', problem: 'is not base64, as Kraken’s are' }],
  });
}
