import { utcDay } from '../domain/utc-day.ts';
import { ownLines, ownRequestWords, serviceRequestWords } from './certificate-words.ts';
import { endOldPin, placeBothPins } from './pin-overlap.ts';
import { bySaying, done, notYet, type Step } from './step.ts';
import { type SigningService, serviceWords, type TlsRotation } from './tls-rotation.ts';
import type { TlsRotationPorts } from './tls-rotation-ports.ts';

/** Prepare: the signer is tried once as it is, so that what it does later means something. */
export function oldCertificateWorksStep(ports: TlsRotationPorts): Step<TlsRotation> {
  return {
    stepId: 'old-works',
    stage: 'prepare',
    who: 'console',
    title: 'Try the signer with the old certificate',
    instruction: () => 'The signer is asked for a test signature, so that a failure afterwards means something.',
    async try(facts) {
      const tested = await ports.testSigner(facts.service, false);
      if (tested.ok)
        return done(facts, 'proved', `The signer answers as it is. ${signedWords(tested.value.hasSigned)}`);
      if (tested.error.code !== 'signer-unavailable') return tested;
      return done(facts, 'weak', `The signer cannot be used as it is, for a reason of its own: ${tested.error.why}.`);
    },
  };
}

/** Rotate: a new certificate is made, where its key is to stay. */
export function certificateStep(ports: TlsRotationPorts): Step<TlsRotation> {
  return {
    stepId: 'new-certificate',
    stage: 'rotate',
    who: 'person',
    title: 'Make a new certificate',
    instruction: (facts) =>
      facts.whose === 'service' ? serviceRequestWords(facts) : ownRequestWords(facts, ports.place(facts.service)),
    word: () => 'needed',
    async try(facts, { word }) {
      return bySaying(facts, word, 'Say that the new certificate is made.');
    },
  };
}

/** Rotate: old and new are taken side by side, here by two pins, or by the service where the certificate is ours. */
export function overlapStep(ports: TlsRotationPorts): Step<TlsRotation> {
  return {
    stepId: 'overlap',
    stage: 'rotate',
    who: 'person',
    title: 'Have both certificates taken',
    instruction({ hasPins, oldFingerprint, service, whose }) {
      if (whose === 'console') {
        return `Have ${serviceWords[service]} take the new certificate beside the old one: nothing to do where it trusts the authority, else a second line with its fingerprint. Then say so here.`;
      }
      const { from, names } = ports.place(service);
      if (!hasPins) return 'No pins are set: whatever its authority signed for its name is taken, so both are.';
      return from === 'vault'
        ? `Give the service's certificates again, with two fingerprints: ${oldFingerprint} and that of the new one.`
        : `Put the fingerprint of the new certificate behind the old one, and start the console again: ${names.pins}=${oldFingerprint},FINGERPRINT-OF-THE-NEW-ONE`;
    },
    word: ({ whose }) => (whose === 'console' ? 'needed' : 'none'),
    form: ({ hasPins, service, whose }) => (whose === 'service' && hasPins ? identityForm(ports, service) : null),
    async try(facts, { word }) {
      if (facts.whose === 'service') return placeBothPins(ports, facts);
      return bySaying(facts, word, 'Say that the service takes both certificates.');
    },
  };
}

/** Rotate: the new certificate is in its place, and the signer signs over it with the address that it had. */
export function placedStep(ports: TlsRotationPorts): Step<TlsRotation> {
  return {
    stepId: 'in-place',
    stage: 'rotate',
    who: 'person',
    title: 'Put the new certificate in its place',
    instruction(facts) {
      const { service, whose } = facts;
      if (whose === 'service') {
        const { names } = ports.place(service);
        return `Have ${serviceWords[service]} show the new certificate. Where it moves, change ${names.url} and start the console again: it must have the same address. The console then connects to it and has it sign a test.`;
      }
      const place = ports.place(service);
      return place.from === 'vault'
        ? 'Give the new certificate and its key, with the authority and the pins as they are. The console then has the signer sign a test.'
        : `Name the new files, and start the console again: ${ownLines(facts, place)} — or put the new files where the old ones are. The console then has the signer sign a test. A key in a file lies there in clear, and nothing is armed then: for that, take these lines out and give the certificates on the Signers screen, which keeps them in the vault.`;
    },
    form: ({ service, whose }) => (whose === 'console' ? identityForm(ports, service) : null),
    async try(facts) {
      const { address, service, whose } = facts;
      const pinned = ports.pinned(service);
      if (!pinned.ok) return pinned;
      if (pinned.value !== address) {
        return notYet(
          facts,
          'Another address is pinned than when this began: leave this rotation, or pin the old one again.',
        );
      }
      if (whose === 'console' && ports.seen(service, whose)?.fingerprint === facts.oldFingerprint) {
        return notYet(facts, 'Our certificate is still the old one. A changed line is read when the console starts.');
      }
      const tested = await ports.testSigner(service, whose === 'console');
      if (!tested.ok) {
        return tested.error.code === 'signer-unavailable'
          ? notYet(facts, `The signer does not answer over it: ${tested.error.why}.`)
          : tested;
      }
      const seen = ports.seen(service, whose);
      if (seen === null) return notYet(facts, 'No certificate was seen.');
      if (seen.fingerprint === facts.oldFingerprint)
        return notYet(facts, 'The service still shows the old certificate.');
      if (whose === 'service' && facts.newFingerprint !== null && seen.fingerprint !== facts.newFingerprint) {
        return notYet(facts, 'The service shows another certificate than the one that was pinned for it.');
      }
      const next = { ...facts, newFingerprint: seen.fingerprint, placedAtMs: ports.clock.nowMs() };
      const host = ports.host(service);
      const moved = host === facts.host ? '' : ` It moved from ${facts.host} to ${host}, and its address is the same.`;
      const text = `The new certificate (${shortened(seen.fingerprint)}, until ${utcDay(seen.notAfterMs)}) is in its place.`;
      const { hasSigned } = tested.value;
      return done(next, hasSigned ? 'proved' : 'weak', `${text} ${signedWords(hasSigned)}${moved}`);
    },
  };
}

/** Rotate: the old certificate is taken no more. */
export function oldCertificateEndStep(ports: TlsRotationPorts): Step<TlsRotation> {
  return {
    stepId: 'old-ended',
    stage: 'rotate',
    who: 'person',
    title: 'Have the old certificate refused',
    instruction({ hasPins, newFingerprint, service, whose }) {
      const { from, names } = ports.place(service);
      if (whose === 'console') {
        return `Have ${serviceWords[service]} take the old certificate no more (its line out, or revoked), delete its key, and say so here. It is the service that refuses it, and the console has its key no more, so it cannot try.`;
      }
      if (!hasPins) {
        return 'No pin tells the old certificate from the new one: it is taken until its end. Have its authority revoke it where it can, delete its key at the service, and say so here.';
      }
      return from === 'vault'
        ? `Give the service's certificates again, with the one fingerprint ${newFingerprint}.`
        : `Take the old fingerprint out, and start the console again: ${names.pins}=${newFingerprint}`;
    },
    word: ({ hasPins, whose }) => (whose === 'console' || !hasPins ? 'needed' : 'none'),
    form: ({ hasPins, service, whose }) => (whose === 'service' && hasPins ? identityForm(ports, service) : null),
    async try(facts, { word }) {
      if (facts.whose === 'service' && facts.hasPins) return endOldPin(ports, facts);
      return word === null
        ? notYet(facts, 'Say that the old certificate is taken no more.')
        : done(facts, 'said', `Nothing here shows it or asks for it. You said: ${word}`);
    },
  };
}

/** The form in which what is set up for a service is given again; null where settings name it. */
function identityForm(
  ports: TlsRotationPorts,
  service: SigningService,
): { readonly name: `tls-${SigningService}`; readonly credentialId: null } | null {
  return ports.place(service).from === 'vault' ? { name: `tls-${service}`, credentialId: null } : null;
}

function signedWords(hasSigned: boolean): string {
  return hasSigned
    ? 'It signed a test text with the pinned address.'
    : 'It signs no texts, so it was only asked for its address, which is the pinned one.';
}

/** As much of a fingerprint as rows of credentials show. */
function shortened(fingerprint: string): string {
  return fingerprint.slice(0, 16);
}
