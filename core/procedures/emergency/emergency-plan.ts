import { paperTradeStep, releaseStep } from '../common-steps.ts';
import type { Plan } from '../step.ts';
import { type Emergency, readEmergency } from './emergency.ts';
import type { EmergencyPorts } from './emergency-ports.ts';
import { haltAtOnceStep, rescueStep } from './first-steps.ts';
import { accessStep, randomnessStep, reportStep } from './last-steps.ts';
import { balancesStep, notifyStep, reviewStep } from './look-steps.ts';
import { emergencyHealthStep, emergencyWipeStep, replaceSteps } from './replace-steps.ts';
import { revokeFirstStep } from './revoke-step.ts';

/**
 * CUSTODY.md's "Emergency Rotation Procedure" in its order: halted at once, revoked before anything takes its place, looked at, told,
 * replaced, written down; then validated and released like every rotation. A drill goes the same way about no credential.
 */
export function emergencyPlan(kind: 'emergency' | 'drill', ports: EmergencyPorts): Plan<Emergency> {
  return {
    kind,
    read: readEmergency,
    validatedBy: 'paper-trade',
    steps: [
      haltAtOnceStep(ports),
      rescueStep(ports),
      revokeFirstStep(ports),
      reviewStep(ports),
      balancesStep(ports),
      notifyStep(ports),
      ...replaceSteps(ports),
      randomnessStep(),
      accessStep(),
      reportStep(ports),
      emergencyHealthStep(ports),
      paperTradeStep(ports),
      releaseStep(ports),
      emergencyWipeStep(ports),
    ],
  };
}
