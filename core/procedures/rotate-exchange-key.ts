import type { StoredCredential } from '../custody/credentials-table.ts';
import { conflict } from '../domain/conflict.ts';
import { exchanges } from '../domain/exchanges.ts';
import { ok, type Result } from '../domain/result.ts';
import { firstOrderStep, healthStep, wipeStep } from './after-rotation-steps.ts';
import { haltStep, paperTradeStep, releaseStep } from './common-steps.ts';
import { type KeyRotation, keyRotationOf, readKeyRotation } from './key-rotation.ts';
import type { KeyRotationPorts } from './key-rotation-ports.ts';
import { whileNewCounts } from './new-key-counts.ts';
import {
  newKeyStep,
  oldDeadStep,
  oldWorksStep,
  readTestStep,
  revokeStep,
  rightsStep,
  switchStep,
} from './new-key-steps.ts';
import type { Plan, Step } from './step.ts';

/** Begins the rotation of a key; `conflict` for a credential that is no key of an exchange in use. */
export function beginKeyRotation(credential: StoredCredential, nowMs: number): Result<KeyRotation> {
  const rotation = keyRotationOf(credential, nowMs);
  if (credential.state !== 'active' || rotation === null) {
    return conflict('only a key of an exchange that is in use can be rotated so');
  }
  return ok(rotation);
}

/** CUSTODY.md's standard rotation of a key of an exchange, step by step. */
export function keyRotationPlan(ports: KeyRotationPorts): Plan<KeyRotation> {
  const counted = (step: Step<KeyRotation>) => whileNewCounts(ports, step);
  return {
    kind: 'rotate-exchange-key',
    read: readKeyRotation,
    validatedBy: 'paper-trade',
    steps: [
      haltStep(ports, ({ exchange }) => `A key of ${exchanges[exchange].title} is being rotated`),
      oldWorksStep(ports),
      newKeyStep(ports),
      rightsStep(ports),
      readTestStep(ports),
      switchStep(ports),
      revokeStep(),
      counted(oldDeadStep(ports)),
      counted(healthStep(ports)),
      counted(paperTradeStep(ports)),
      counted(releaseStep(ports)),
      counted(firstOrderStep(ports)),
      counted(wipeStep(ports)),
    ],
  };
}
