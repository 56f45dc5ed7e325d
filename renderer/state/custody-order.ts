import type { CredentialRow } from '../../core/contract/shapes.ts';

type Dated = Pick<CredentialRow, 'dueAtMs' | 'state'>;

/** The credentials as they press: what is overdue longest first, then by when they are due; last what has no date, and what is due no more. */
export function byDue<T extends Dated>(credentials: readonly T[]): readonly T[] {
  const at = ({ dueAtMs, state }: Dated): number =>
    state === 'retired' ? Number.MAX_VALUE : (dueAtMs ?? Number.MAX_SAFE_INTEGER);
  return [...credentials].sort((one, other) => at(one) - at(other));
}
