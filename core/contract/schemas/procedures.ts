import * as z from 'zod';
import { AtMs, Id } from './common.ts';
import { SecretForm } from './signers.ts';

/** The procedures that there are, each for one kind of credential. */
export const ProcedureKind = z.enum([
  'rotate-exchange-key',
  'rotate-api-token',
  'rotate-remote-tls',
  'rotate-webhook-secret',
  'refresh-keyshares',
  'emergency',
  'drill',
  'change-keystore-password',
  'replace-keystore-key',
]);

/** CUSTODY.md's steps of a standard rotation; 'after' is what comes once trading is resumed. */
export const ProcedureStage = z.enum(['prepare', 'rotate', 'validate', 'resume', 'after']);

/** One thing that a step found. 'proved' was seen by the console itself, 'weak' can mean something else too, 'said' is the person's word. */
export const Proof = z.strictObject({
  stepId: z.string(),
  atMs: AtMs,
  strength: z.enum(['proved', 'weak', 'said', 'failed']),
  text: z.string(),
});

/**
 * One step. `who` acts: the console alone, or the person, whose doing the console then checks. `instruction` says what happens or what
 * to do; `againAtMs` is when it may be tried again at the earliest. `word` is whether the
 * person's word ends it: never, also where the console cannot see the thing itself, or only that.
 */
export const ProcedureStep = z.strictObject({
  stepId: z.string(),
  stage: ProcedureStage,
  who: z.enum(['console', 'person']),
  title: z.string(),
  instruction: z.string(),
  state: z.enum(['to-come', 'ready', 'doing', 'done']),
  againAtMs: AtMs.nullable(),
  word: z.enum(['none', 'instead', 'needed']),
  /** The form of the approval window in which the person does it, and the credential that it is about; null where there is none. */
  form: z.strictObject({ name: SecretForm, credentialId: Id.nullable() }).nullable(),
  proofs: z.array(Proof),
});

/** One procedure with all its steps. `currentStepId` is null once it has ended; `reason` is why it was left. */
export const Procedure = z.strictObject({
  procedureId: Id,
  kind: ProcedureKind,
  credentialId: Id,
  label: z.string(),
  startedAtMs: AtMs,
  endedAtMs: AtMs.nullable(),
  outcome: z.enum(['open', 'completed', 'left']),
  reason: z.string().nullable(),
  currentStepId: z.string().nullable(),
  steps: z.array(ProcedureStep),
});
