import type { Result } from '../domain/result.ts';
import { done, notYet, type Tried } from './step.ts';
import type { TlsRotation } from './tls-rotation.ts';
import type { TlsRotationPorts } from './tls-rotation-ports.ts';

/** Whether old and new certificate are both pinned, and no other. Where no pins are set there is nothing to overlap. */
export async function placeBothPins(ports: TlsRotationPorts, facts: TlsRotation): Promise<Result<Tried<TlsRotation>>> {
  const found = ports.pins(facts.service);
  if (!found.ok) return found;
  const pins = found.value;
  if (pins === null) {
    return facts.hasPins
      ? notYet(facts, pinsAreGone)
      : done(facts, 'weak', 'No pins are set: its authority alone decides, so there is no overlap to see.');
  }
  const [fresh, more] = pins.filter((pin) => pin !== facts.oldFingerprint);
  const next = { ...facts, hasPins: true };
  if (fresh === undefined) {
    return notYet(next, 'Only the old certificate is pinned. A changed line is read when the console starts.');
  }
  if (more !== undefined)
    return notYet(next, 'More than two certificates are pinned: leave the old one and the new one.');
  if (pins.includes(facts.oldFingerprint)) {
    return done({ ...next, newFingerprint: fresh }, 'proved', 'The old certificate and one new one are pinned.');
  }
  // The old pin went too early. Where the service shows the new certificate already, that is where this leads to anyway.
  return ports.seen(facts.service, 'service')?.fingerprint === fresh
    ? done(
        { ...next, newFingerprint: fresh },
        'weak',
        'The new certificate is pinned and shown already: there was no overlap.',
      )
    : notYet(next, 'The old certificate is pinned no more, and the service may still show it: pin both.');
}

/** Whether the new certificate alone is pinned, the signer answers over it, and the old one would be refused. */
export async function endOldPin(ports: TlsRotationPorts, facts: TlsRotation): Promise<Result<Tried<TlsRotation>>> {
  const found = ports.pins(facts.service);
  if (!found.ok) return found;
  const pins = found.value;
  if (pins === null) return notYet(facts, pinsAreGone);
  if (pins.includes(facts.oldFingerprint)) {
    return notYet(facts, 'The old certificate is still pinned. A changed line is read when the console starts.');
  }
  const [only, more] = pins;
  if (only !== facts.newFingerprint || more !== undefined) {
    return notYet(facts, 'Another certificate than the new one is pinned: leave the new one alone.');
  }
  const taken = ports.wouldTake(facts.service, facts.oldFingerprint);
  if (!taken.ok) return taken;
  if (taken.value) return notYet(facts, 'The old certificate would still be taken.');
  const tested = await ports.testSigner(facts.service, false);
  if (!tested.ok) {
    return tested.error.code === 'signer-unavailable'
      ? notYet(facts, `The signer does not answer over the new certificate: ${tested.error.why}.`)
      : tested;
  }
  const text =
    'The new certificate alone is pinned, and the signer answered over it. The old one would be refused before a request is written.';
  return done(facts, 'proved', text);
}

const pinsAreGone =
  'Pins were set when this began, and are not now: pin the new certificate, or any of its authority is taken.';
