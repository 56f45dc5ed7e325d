import type { Address } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { unavailable } from './service-errors.ts';

/**
 * Which of a service's accounts is ours: the pinned one where it is among them, else the only one there is. Else nobody can say, and it
 * is `signer-unavailable`.
 */
export function chooseAccount<T extends { readonly address: Address }>(
  accounts: readonly T[],
  pinned: Address | null,
): Result<T> {
  const ours = accounts.find(({ address }) => address === pinned);
  const [only, ...others] = accounts;
  if (ours !== undefined) return ok(ours);
  if (only === undefined) return err(unavailable('no-accounts', 'it holds no key'));
  if (others.length === 0) return ok(only);
  const why = pinned === null ? 'it holds several keys and none is pinned' : `it holds several keys, none of ${pinned}`;
  return err(unavailable('several-accounts', why));
}
