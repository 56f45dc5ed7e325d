import type { CredentialKind, Procedure, ProcedureKind } from '../../../core/contract/shapes.ts';
import type { TemporaryCore } from '../temporary-core.ts';

/** Begins a procedure for the credential of this kind, or for the one of this place among them. */
export async function startGuided(
  core: TemporaryCore,
  kind: ProcedureKind,
  credentialKind: CredentialKind,
  place: string | null = null,
) {
  const { credentials } = await core.get('custody.list', {});
  const row = credentials.find((one) => one.kind === credentialKind && (place === null || one.place === place));
  return core.ask('procedures.start', { kind, credentialId: row?.credentialId ?? '' });
}

/** Tries the step that it stands at; it stands at the answer's `currentStepId` then. */
export async function guidedStep(core: TemporaryCore, word: string | null = null): Promise<Procedure> {
  const [procedure] = await core.get('procedures.list', {});
  const { currentStepId, procedureId } = procedure as Procedure;
  return core.get('procedures.step', { procedureId, stepId: currentStepId ?? '', word });
}

/** What was found last in a step. */
export function lastProof({ steps }: Procedure, stepId: string) {
  return steps.find((one) => one.stepId === stepId)?.proofs.at(-1);
}

/** Releases the halt as the approval window does. */
export async function release(core: TemporaryCore) {
  const asked = await core.ask('halt.requestRelease', {});
  if (!asked.ok) return asked;
  const { approvalId, digest } = asked.value;
  return core.ask('approvals.decide', { approvalId, digest, answer: 'approve', word: 'RELEASE' }, 'approval');
}
