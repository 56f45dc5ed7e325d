import type { CredentialRow } from '../../core/contract/shapes.ts';

type Dated = Pick<CredentialRow, 'dueAtMs' | 'state'>;

/** The credentials as they press: what is overdue longest first, then by when they are due; last what has no date, and what is due no more. */
export function byDue<T extends Dated>(credentials: readonly T[]): readonly T[] {
  const at = ({ dueAtMs, state }: Dated): number =>
    state === 'retired' ? Number.MAX_VALUE : (dueAtMs ?? Number.MAX_SAFE_INTEGER);
  return [...credentials].sort((one, other) => at(one) - at(other));
}

/** What calls for one credential before another: the kind that Custody was come to for, and the one that a procedure is under way for. */
interface Callers {
  readonly wanted: CredentialRow['kind'] | null;
  readonly ofProcedure: string | null;
}

/**
 * The credential that is opened while none was chosen: what Custody was come to for; else that of the procedure under way, which is gone on
 * with there; else the key of an exchange, where there is one: what it may do matters most.
 */
export function firstToOpen<T extends Dated & Pick<CredentialRow, 'credentialId' | 'kind'>>(
  credentials: readonly T[],
  { ofProcedure, wanted }: Callers,
): T | undefined {
  const sorted = byDue(credentials);
  const active = (of: CredentialRow['kind']): T | undefined =>
    sorted.find(({ kind, state }) => kind === of && state === 'active');
  return (
    (wanted === null ? undefined : active(wanted)) ??
    sorted.find(({ credentialId }) => credentialId === ofProcedure) ??
    active('cex-key') ??
    sorted[0]
  );
}
