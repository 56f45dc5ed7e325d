import type { EmergencyTrigger } from '../domain/emergency-triggers.ts';
import type { CredentialKind, CredentialRow } from './shapes.ts';

const triggers: Readonly<Record<CredentialKind, readonly EmergencyTrigger[]>> = {
  'cex-key': ['suspicious-activity', 'employee-departure'],
  'keystore-password': ['suspected-compromise'],
  'remote-tls': ['certificate-compromise'],
  'mpc-keyshare': ['party-compromise', 'infrastructure-change'],
  'api-token': ['token-leak', 'admin-departure'],
  'webhook-secret': ['endpoint-compromise'],
};

/** What can make the rotation of a credential urgent, by CUSTODY.md's schedule; nothing where it was taken out of use. */
export function emergenciesOf({ kind, state }: Pick<CredentialRow, 'kind' | 'state'>): readonly EmergencyTrigger[] {
  return state === 'retired' ? [] : triggers[kind];
}
