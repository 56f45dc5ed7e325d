import type { KeyRotation } from './key-rotation.ts';
import type { KeyRotationPorts } from './key-rotation-ports.ts';
import { bySaying, done, notYet, type Step } from './step.ts';

/** Validate: all is well with the new key. */
export function healthStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'health',
    stage: 'validate',
    who: 'console',
    title: 'Check health',
    instruction: () => 'The connection with the new key, the vault and the audit trail are checked.',
    async try(facts) {
      const problems = await ports.health(facts.exchange);
      return problems.length === 0
        ? done(facts, 'proved', 'The exchange is connected with the new key, and the audit trail holds.')
        : notYet(facts, problems.join(' '));
    },
  };
}

/** After: the smallest order, where live trading is armed. */
export function firstOrderStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'first-order',
    stage: 'after',
    who: 'person',
    title: 'Place the smallest order',
    instruction: () =>
      'Place the smallest order that the exchange takes with the new key, like every other order, and say how it went.',
    word: ({ exchange }) => (ports.isArmed(exchange) ? 'needed' : 'none'),
    async try(facts, { word }) {
      if (!ports.isArmed(facts.exchange)) {
        return done(facts, 'proved', 'Live trading is not armed, so there is no first order to place.');
      }
      return bySaying(facts, word, 'Say how the first order with the new key went.');
    },
  };
}

/** After: the person has wiped the old key. */
export function wipeStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'wipe',
    stage: 'after',
    who: 'person',
    title: 'Wipe the old key',
    instruction: ({ death, place }) =>
      place !== 'vault'
        ? 'The old key was never in the vault: there is nothing to wipe.'
        : death === 'proved'
          ? 'The old key is dead. Wipe it from the vault.'
          : 'That the old key is dead is not proved. Wipe it only if you are sure that it was revoked: until then it is the only way to see.',
    form: ({ oldCredentialId, place }) =>
      place === 'vault' ? { name: 'exchange-retire', credentialId: oldCredentialId } : null,
    async try(facts) {
      if (facts.place !== 'vault') return done(facts, 'proved', 'The old key was never in the vault.');
      const old = ports.stored(facts.oldCredentialId);
      if (!old.ok) return old;
      return old.value.state === 'retired'
        ? done(facts, 'proved', 'The old key was wiped from the vault.')
        : notYet(facts, 'The old key is still in the vault.');
    },
  };
}
