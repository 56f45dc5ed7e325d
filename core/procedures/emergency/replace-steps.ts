import { ok } from '../../domain/result.ts';
import { healthStep, wipeStep } from '../after-rotation-steps.ts';
import type { KeyRotation } from '../key-rotation.ts';
import { whileNewCounts } from '../new-key-counts.ts';
import { newKeyStep, oldDeadStep, readTestStep, rightsStep, switchStep } from '../new-key-steps.ts';
import { bySaying, done, notYet, type Step } from '../step.ts';
import type { Emergency } from './emergency.ts';
import type { EmergencyPorts } from './emergency-ports.ts';
import { newSignerStep } from './new-signer-step.ts';

/** A step of the rotation of an exchange's key, as one of an emergency of such a key. */
function ofKey(step: Step<KeyRotation>, isFor: (key: KeyRotation, facts: Emergency) => boolean): Step<Emergency> {
  return {
    ...step,
    isFor: (facts) => facts.key !== null && isFor(facts.key, facts),
    instruction: ({ key }) => (key === null ? '' : step.instruction(key)),
    word: ({ key }) => (key === null ? 'none' : (step.word?.(key) ?? 'none')),
    form: ({ key }) => (key === null ? null : (step.form?.(key) ?? null)),
    async try(facts, said) {
      if (facts.key === null) return notYet(facts, 'This is not about a key of an exchange.');
      const tried = await step.try(facts.key, said);
      return tried.ok ? ok({ ...tried.value, facts: { ...facts, key: tried.value.facts } }) : tried;
    },
  };
}

const replaced = (_key: KeyRotation, { isReplaced }: Emergency): boolean => isReplaced;

/** A new key of an exchange, or the person's word that there is to be none now. */
function newKeyOrNoneStep({ keys }: EmergencyPorts): Step<Emergency> {
  const step = ofKey(newKeyStep(keys), (_key, { wasInUse }) => wasInUse);
  return {
    ...step,
    title: 'Make a new key, or none',
    word: () => 'instead',
    async try(facts, said) {
      if (said.word === null) return step.try(facts, said);
      return done({ ...facts, isReplaced: false }, 'said', `No new key now. You said: ${said.word}`);
    },
  };
}

/** A certificate or a share: another is in its place, or the person's word where only they can know. */
function newMarkStep({ keys }: EmergencyPorts): Step<Emergency> {
  return {
    stepId: 'new-mark',
    stage: 'rotate',
    who: 'person',
    title: 'Put another in its place',
    isFor: ({ target }) => target?.kind === 'remote-tls' || target?.kind === 'mpc-keyshare',
    instruction: ({ target }) =>
      target?.kind === 'remote-tls'
        ? 'Make a new certificate and key for the service, or have the service make one, and give it here on the Signers screen. The old pin is dropped there; leave none beside it.'
        : 'Refresh both shares, at both parties, so that what was taken is of no use. If an old backup of the same epoch was taken with it, make a new key and move everything to its address. Then say which of the two it was, and what both parties attest.',
    word: ({ target }) => (target?.kind === 'remote-tls' ? 'instead' : 'needed'),
    async try(facts, { word }) {
      const { target } = facts;
      const row = keys.stored(target?.credentialId ?? '');
      if (!row.ok) return row;
      const isAnother = row.value.state === 'active' && row.value.fingerprint !== (target?.fingerprint ?? null);
      if (target?.kind === 'remote-tls' && isAnother)
        return done(facts, 'proved', 'Another certificate is in its place.');
      return bySaying(facts, word, 'The one that is no longer trusted is still in its place.');
    },
  };
}

/** The token was renewed when the old one was refused: the programs that halt by it must have it. */
function newTokenGivenStep(ports: EmergencyPorts): Step<Emergency> {
  return {
    stepId: 'new-token',
    stage: 'rotate',
    who: 'person',
    title: 'Give the new token to what uses it',
    isFor: ({ target }) => target?.kind === 'api-token',
    instruction: () =>
      'Put the new token of the file api-token into every watchdog or script that halts this console: until then theirs is refused. The console sees that the new one is taken. Then say so here.',
    word: () => 'needed',
    async try(facts, { word }) {
      if ((await ports.tokens.tryCurrent()) !== 'taken')
        return notYet(facts, 'The local API does not take the new token.');
      return word === null
        ? notYet(facts, 'Say that everything that uses the token has the new one.')
        : done(facts, 'said', `The local API takes the new token. You said: ${word}`);
    },
  };
}

/** CUSTODY.md's sixth: another credential, by the steps of the standard rotation where those are for it. */
export function replaceSteps(ports: EmergencyPorts): readonly Step<Emergency>[] {
  const { keys } = ports;
  const counted = (step: Step<KeyRotation>): Step<KeyRotation> => whileNewCounts(keys, step);
  return [
    newKeyOrNoneStep(ports),
    ofKey(rightsStep(keys), replaced),
    ofKey(readTestStep(keys), replaced),
    ofKey(switchStep(keys), replaced),
    ofKey(counted(oldDeadStep(keys)), replaced),
    newSignerStep(ports),
    newMarkStep(ports),
    newTokenGivenStep(ports),
  ];
}

/** Validate, for a key of an exchange: all is well with the new one. */
export function emergencyHealthStep({ keys }: EmergencyPorts): Step<Emergency> {
  return ofKey(whileNewCounts(keys, healthStep(keys)), replaced);
}

/** After: the old key of an exchange is wiped from the vault. */
export function emergencyWipeStep({ keys }: EmergencyPorts): Step<Emergency> {
  return ofKey(wipeStep(keys), () => true);
}
