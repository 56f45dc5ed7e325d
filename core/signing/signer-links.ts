import type { SignerKindName } from '../domain/signer-kinds.ts';
import { identityOf, type SignerMaking } from './make-signer.ts';

/**
 * How a service that signs is reached. 'known': over TLS, its certificate pinned or from the authority that was given. 'open': anything
 * else, a loopback address over plain HTTP too. 'unknown': what it would be known by cannot be read now. `fault` says in a sentence what is
 * wrong, null where nothing is; no address is in it, for one may hold a secret.
 */
export interface SignerLink {
  readonly title: string;
  readonly standing: 'known' | 'open' | 'unknown';
  readonly fault: string | null;
}

/** Every service that a kind of signer asks, as the settings and the vault have it; none for a kind that asks no service. Asks nobody. */
export function signerLinks(kind: SignerKindName | null, making: SignerMaking): readonly SignerLink[] {
  const { values } = making.settings;
  switch (kind) {
    case 'remote':
      return [linkOf('The remote signer', values.SIGNER_REMOTE_URL, 'remote', kind, making)];
    case 'cb_mpc_2pc': {
      const url0 = values.PORTCULLIS_MPC_0_URL ?? values.MPC_SIGNER_URL;
      const url1 = values.PORTCULLIS_MPC_1_URL;
      return [
        linkOf('Party 0', url0, 'mpc-0', kind, making),
        ...(url1 === undefined ? [] : [linkOf('Party 1', url1, 'mpc-1', kind, making)]),
      ];
    }
    case 'env_private_key':
    case 'keystore':
    case 'ledger':
    case null:
      return [];
  }
}

function linkOf(
  title: string,
  url: string | undefined,
  service: Parameters<typeof identityOf>[1],
  kind: SignerKindName,
  making: SignerMaking,
): SignerLink {
  const open = (fault: string): SignerLink => ({ title, standing: 'open', fault });
  if (url === undefined) return open('it has no address.');
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'https:') return open('it is not asked over TLS.');
  const identity = identityOf(making, service, kind);
  if (!identity.ok) {
    const why = identity.error.code === 'signer-unavailable' ? identity.error.why : 'its certificate cannot be read';
    return { title, standing: 'unknown', fault: `${why}.` };
  }
  const { ca, cert, key, pins = [] } = identity.value;
  if (pins.length === 0 && ca === undefined) {
    return open('its certificate is not pinned, and no authority of its own is set.');
  }
  // Whoever reaches a party can have any digest signed: it must know who asks.
  if (kind === 'cb_mpc_2pc' && (cert === undefined || key === undefined)) {
    return open('it is asked without a certificate of ours.');
  }
  return { title, standing: 'known', fault: null };
}
