import type { KeyRotation } from './key-rotation.ts';
import type { KeyRotationPorts } from './key-rotation-ports.ts';
import { rotationHaltCode } from './rotation-halt.ts';
import { done, notYet, type Step } from './step.ts';

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
        ? done(facts, 'proved', 'The exchange is connected with the new key, the vault is open, the audit trail holds.')
        : notYet(facts, problems.join(' '));
    },
  };
}

/** Validate: the whole gate works, in a console of its own. */
export function paperTradeStep(ports: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'paper-trade',
    stage: 'validate',
    who: 'console',
    title: 'Trade on paper',
    instruction: () =>
      'A second console in a temporary folder places a practice order through the whole gate. This one stays halted.',
    async try(facts) {
      const traded = await ports.tradeOnPaper();
      if (!traded.ok) return traded;
      const isHalted = ports.halt.state().state === 'halted';
      return isHalted ? done(facts, 'proved', traded.value) : notYet(facts, 'This console is not halted any more.');
    },
  };
}

/** Resume: the person has released the halt. */
export function releaseStep({ halt }: KeyRotationPorts): Step<KeyRotation> {
  return {
    stepId: 'release',
    stage: 'resume',
    who: 'person',
    title: 'Resume trading',
    instruction: () => 'Everything is validated. Release the halt as always, in the approval window.',
    async try(facts) {
      const isHeld = halt.state().reasons.some(({ code }) => code === rotationHaltCode);
      return isHeld
        ? notYet(facts, 'The halt of this rotation has not been released.')
        : done(facts, 'proved', 'The halt of this rotation was released.');
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
      'Place the smallest order that the exchange takes with the new key, as any other order, and say how it went.',
    asksForWord: ({ exchange }) => ports.isArmed(exchange),
    async try(facts, { word }) {
      if (!ports.isArmed(facts.exchange)) {
        return done(facts, 'proved', 'Live trading is not armed, so there is no first order to place.');
      }
      return word === null
        ? notYet(facts, 'Say how the first order with the new key went.')
        : done(facts, 'said', `You said: ${word}`);
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
