import type { Chains } from '../chains.ts';
import { certificateFacts } from '../custody/fingerprint.ts';
import { developmentChainIds } from '../domain/chains.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import type { OnChain } from '../on-chain.ts';
import { beginTlsRotation, tlsRotationPlan } from '../procedures/rotate-remote-tls.ts';
import { type SigningService, serviceWords } from '../procedures/tls-rotation.ts';
import type { TlsRotationPorts } from '../procedures/tls-rotation-ports.ts';
import { isPinned } from '../signers/pins.ts';
import { type RotationKind, type RotationKindParts, rotationKind } from './rotation-kind.ts';
import { serviceTls } from './service-tls.ts';

/** What the rotation of a certificate stands on. */
export interface TlsRotationParts extends RotationKindParts, Pick<OnChain, 'served' | 'identities' | 'transactions'> {
  readonly dataFolder: string;
  readonly signing: Pick<OnChain['signing'], 'active' | 'keyshares' | 'test'>;
  readonly chains: Pick<Chains, 'list'>;
}

/** The rotation of the certificates of the signing service in use: of its own, and of ours for it. */
export function tlsRotation(parts: TlsRotationParts): RotationKind {
  const { chains, common, custody, served, signing } = parts;
  const tls = serviceTls(parts);

  const pinned = (service: SigningService): Result<string> => {
    if (signing.active.kind() !== (service === 'remote' ? 'remote' : 'cb_mpc_2pc')) {
      const what = `${serviceWords[service]} is not of the signer in use: no other is asked to sign`;
      return conflict(what);
    }
    const desk = signing.active.desk();
    return desk.ok ? ok(desk.value.pinned) : desk;
  };

  const testSigner: TlsRotationPorts['testSigner'] = async (service, isAnew) => {
    if (isAnew) await signing.active.reopen();
    // The second party is spoken to by the first when both sign, and by the console only to have it attest.
    const attested = service === 'mpc-1' ? await signing.keyshares.attest() : ok(null);
    const tested = attested.ok ? await signing.test('core') : attested;
    // What was shown or lies there now is another credential's day: it is kept before anything is said of it.
    custody.list();
    return tested.ok ? ok({ hasSigned: tested.value.text !== null }) : tested;
  };

  const developmentChain: TlsRotationPorts['developmentChain'] = async (address, sinceMs) => {
    const isSet = chains.list().some(({ isForPaper, rpc }) => isForPaper && rpc !== 'none');
    const opened = await parts.transactions();
    if (!opened.ok) return opened;
    const { journal } = opened.value.trading;
    const hasSigned = developmentChainIds.some((chainId) =>
      journal
        .list({ chainId, limit: mostTransactions })
        .some(({ createdAtMs, from, hash }) => from === address && createdAtMs >= sinceMs && hash !== null),
    );
    return ok({ isSet, hasSigned });
  };

  const ports: TlsRotationPorts = {
    ...common,
    clock: parts.ports.clock,
    pinned,
    host: tls.host,
    place: tls.place,
    pins: tls.pins,
    seen: (service, whose) => (whose === 'service' ? served.of(service) : ownCertificate(tls.certificate(service))),
    wouldTake(service, fingerprint) {
      const pins = tls.pins(service);
      return pins.ok ? ok(isPinned(pins.value ?? undefined, fingerprint)) : pins;
    },
    testSigner,
    developmentChain,
  };
  return rotationKind({ plan: tlsRotationPlan(ports), begin: (credential) => beginTlsRotation(credential, ports) });
}

/** Newest first: the one that is looked for was made since the rotation began. */
const mostTransactions = 50;

function ownCertificate(pem: string | null): ReturnType<TlsRotationPorts['seen']> {
  return pem === null ? null : certificateFacts(pem);
}
