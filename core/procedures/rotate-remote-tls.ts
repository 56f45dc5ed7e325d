import type { StoredCredential } from '../custody/credentials-table.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import {
  certificateStep,
  oldCertificateEndStep,
  oldCertificateWorksStep,
  overlapStep,
  placedStep,
} from './certificate-steps.ts';
import { haltStep, paperTradeStep, releaseStep } from './common-steps.ts';
import { developmentTransactionStep } from './development-transaction-step.ts';
import { notYet, type Plan, type Step } from './step.ts';
import { readTlsRotation, serviceWords, signingServices, type TlsRotation } from './tls-rotation.ts';
import type { TlsRotationPorts } from './tls-rotation-ports.ts';

/**
 * Begins the rotation of a certificate; `conflict` for a credential that is none, or where its service is not the signer in use: no other
 * one is asked to sign.
 */
export function beginTlsRotation(
  { kind, slot, state }: StoredCredential,
  ports: Pick<TlsRotationPorts, 'clock' | 'pinned' | 'host' | 'seen' | 'pins'>,
): Result<TlsRotation> {
  const [, side, name] = /^(served|tls)-(.+)$/.exec(slot ?? '') ?? [];
  const service = signingServices.find((one) => one === name);
  if (kind !== 'remote-tls' || state !== 'active' || service === undefined) {
    return conflict('only a certificate that is in use with a signing service can be rotated so');
  }
  const whose = side === 'served' ? 'service' : 'console';
  const pinned = ports.pinned(service);
  if (!pinned.ok) return pinned;
  const pins = ports.pins(service);
  if (!pins.ok) return pins;
  const [host, old] = [ports.host(service), ports.seen(service, whose)];
  if (host === null || old === null) return conflict(`${serviceWords[service]} is not spoken to over TLS`);
  return ok({
    service,
    whose,
    startedAtMs: ports.clock.nowMs(),
    address: pinned.value,
    host,
    oldFingerprint: old.fingerprint,
    hasPins: pins.value !== null,
    newFingerprint: null,
    placedAtMs: null,
  });
}

/**
 * CUSTODY.md's rotation of the remote signer's certificates, and of a two-party signer's: that of the service, which it shows, or ours. A
 * key never leaves the place where it was made, old and new are taken side by side for a while, the signer signs over the new one, and
 * the old one is taken no more before trading is resumed.
 */
export function tlsRotationPlan(ports: TlsRotationPorts): Plan<TlsRotation> {
  const placed = (step: Step<TlsRotation>) => whileNewIsPlaced(ports, step);
  return {
    kind: 'rotate-remote-tls',
    validatedBy: 'paper-trade',
    read: readTlsRotation,
    steps: [
      haltStep(ports, ({ service }) => `A certificate of ${serviceWords[service]} is being rotated`),
      oldCertificateWorksStep(ports),
      certificateStep(ports),
      overlapStep(ports),
      placedStep(ports),
      placed(oldCertificateEndStep(ports)),
      placed(paperTradeStep(ports)),
      placed(releaseStep(ports)),
      developmentTransactionStep(ports),
    ],
  };
}

/** A step that is tried only while the new certificate is the one that was seen last: the old one may have been put back. */
function whileNewIsPlaced(ports: TlsRotationPorts, step: Step<TlsRotation>): Step<TlsRotation> {
  return {
    ...step,
    async try(facts, said) {
      const seen = ports.seen(facts.service, facts.whose);
      return seen?.fingerprint === facts.newFingerprint
        ? step.try(facts, said)
        : notYet(
            facts,
            'Another certificate than the new one is in its place now: put the new one back, or leave this rotation.',
          );
    },
  };
}
