import type { CredentialRow, Custody } from '../contract/shapes.ts';

/** The keys of exchanges that are in use. */
export function keysInUse({ credentials }: Pick<Custody, 'credentials'>): readonly CredentialRow[] {
  return credentials.filter(({ kind, state }) => kind === 'cex-key' && state === 'active');
}
