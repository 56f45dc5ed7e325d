import type { KeyRotation } from './key-rotation.ts';
import type { KeyRotationPorts } from './key-rotation-ports.ts';
import { notYet, type Step } from './step.ts';

/**
 * A step that is tried only while the new key is the one that is used: a person may have gone back to the old one, and what the step
 * would then find is of the wrong key.
 */
export function whileNewCounts(ports: KeyRotationPorts, step: Step<KeyRotation>): Step<KeyRotation> {
  return {
    ...step,
    async try(facts, said) {
      const counting = ports.counting(facts.exchange);
      if (!counting.ok) return counting;
      return counting.value === facts.newCredentialId
        ? step.try(facts, said)
        : notYet(facts, 'The new key is not the one that is used: take it into use again, or leave this rotation.');
    },
  };
}
