import type { Result } from '../domain/result.ts';
import type { KeystorePorts } from './keystore-ports.ts';
import { openFile } from './keystore-steps.ts';
import type { PasswordChange } from './password-change.ts';
import { done, notYet, type Step, type Tried } from './step.ts';

/** Prepare: the key signs under the old password, so that a failure later means something. */
export function oldSignsStep(ports: KeystorePorts): Step<PasswordChange> {
  return {
    stepId: 'old-signs',
    stage: 'prepare',
    who: 'console',
    title: 'Sign under the old password',
    instruction: () => 'A test signature is made now, so that one that fails afterwards means something.',
    async try(facts) {
      if (ports.signer()?.kind !== 'keystore') {
        return done(facts, 'weak', 'The keystore is not the signer that is chosen: nothing was signed.');
      }
      const signed = await ports.signs();
      return signed.ok
        ? done(facts, 'proved', `${signed.value} signed a test text.`)
        : done(facts, 'weak', `It could not be made to sign before (${signed.error.code}).`);
    },
  };
}

/** Rotate: the person has put the same key under another password. */
export function newPasswordStep(ports: KeystorePorts): Step<PasswordChange> {
  return {
    stepId: 'new-password',
    stage: 'rotate',
    who: 'person',
    title: 'Change the password',
    instruction: ({ file }) =>
      ports.isPasswordSet()
        ? 'KEYSTORE_PASSWORD holds the password. Take that line out and start the console again; then change the password here, and let the vault keep the new one or put it in that line.'
        : `The same key is put under another password in ${file}. A copy of the old file stays beside it until the end.`,
    form: () => (ports.isPasswordSet() ? null : { name: 'keystore-change', credentialId: null }),
    async try(facts) {
      const why = whyNotNew(ports, facts);
      return why === null
        ? done(facts, 'proved', 'Another file of the same address is in its place.')
        : notYet(facts, why);
    },
  };
}

/** Rotate: the new file opens with the password that counts now. */
export function newOpensStep(ports: KeystorePorts): Step<PasswordChange> {
  return {
    stepId: 'opens',
    stage: 'rotate',
    who: 'console',
    title: 'Open the new file',
    instruction: () =>
      'The new file is opened once with the new password: the one that is set, typed in this run, or kept in the vault.',
    form: () => ({ name: 'keystore-password', credentialId: null }),
    try: (facts) => openNew(ports, facts),
  };
}

/** Validate: the key signs under the new password. */
export function newSignsStep(ports: KeystorePorts): Step<PasswordChange> {
  return {
    stepId: 'sign',
    stage: 'validate',
    who: 'console',
    title: 'Sign under the new password',
    instruction: () => 'The key is opened anew and signs a test text, which can never be a transaction.',
    async try(facts) {
      const signer = ports.signer();
      if (signer?.kind !== 'keystore') {
        const text = 'The keystore is not the signer that is chosen: its key was opened, and signed nothing.';
        return done(facts, 'weak', text);
      }
      const signed = await ports.signs();
      return signed.ok ? done(facts, 'proved', `${signed.value}, the pinned address, signed a test text.`) : signed;
    },
  };
}

/**
 * A step that is tried only while the file in use is one that opened with the new password: a person may have put the old one back, or
 * changed the password once more, which is then opened again first.
 */
export function whileNewOpens(ports: KeystorePorts, step: Step<PasswordChange>): Step<PasswordChange> {
  return {
    ...step,
    async try(facts, said) {
      if (ports.inUse()?.digest === facts.newDigest) return step.try(facts, said);
      const again = await openNew(ports, facts);
      return again.ok && again.value.isDone ? step.try(again.value.facts, said) : again;
    },
  };
}

async function openNew(ports: KeystorePorts, facts: PasswordChange): Promise<Result<Tried<PasswordChange>>> {
  const why = whyNotNew(ports, facts);
  const seen = ports.inUse();
  if (why !== null || seen === null) return notYet(facts, why ?? 'There is no keystore.');
  return openFile(ports, facts, seen.file, (address) => {
    const expected = facts.address ?? seen.address;
    if (expected !== null && address !== expected) return notYet(facts, `It is the key of ${address}, another one.`);
    // What was read before it was opened may not be what was opened.
    if (ports.inUse()?.digest !== seen.digest) return notYet(facts, 'The file was changed while it was opened.');
    return done({ ...facts, newDigest: seen.digest }, 'proved', `It opens, and holds the key of ${address}.`);
  });
}

/** Why the file in use is not one under a new password; null where it is. */
function whyNotNew(ports: KeystorePorts, { address, file, oldDigest }: PasswordChange): string | null {
  const seen = ports.inUse();
  if (seen === null) return `There is no keystore that can be read in ${file}.`;
  if (seen.file !== file) return `Another keystore is in use (${seen.file}): this is about ${file}.`;
  if (seen.digest === oldDigest) return 'The file is still the one under the old password.';
  return address !== null && seen.address !== null && seen.address !== address
    ? `The file says the address ${seen.address} now, another key.`
    : null;
}
