import type { CredentialKind, CredentialRow, ProcedureKind } from './shapes.ts';

const rotations: Readonly<Record<CredentialKind, readonly ProcedureKind[]>> = {
  'cex-key': ['rotate-exchange-key'],
  'keystore-password': ['change-keystore-password', 'replace-keystore-key'],
  'remote-tls': ['rotate-remote-tls'],
  'mpc-keyshare': ['refresh-keyshares'],
  'api-token': ['rotate-api-token'],
  'webhook-secret': ['rotate-webhook-secret'],
};

/** The procedures by which a credential can be rotated here, the usual one first; none where it is not in use. */
export function rotationsOf({ kind, state }: Pick<CredentialRow, 'kind' | 'state'>): readonly ProcedureKind[] {
  return state === 'active' ? rotations[kind] : [];
}
