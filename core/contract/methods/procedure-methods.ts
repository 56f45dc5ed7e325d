import * as z from 'zod';
import { emergencyTriggers } from '../../domain/emergency-triggers.ts';
import { anyone, type Method, nothing, page, persons, traders } from '../method.ts';
import * as common from '../schemas/common.ts';
import * as procedures from '../schemas/procedures.ts';

/** Free text in which nothing stands that could be a key, a token or a recovery share: it is kept and shown. */
const Reason = z
  .string()
  .trim()
  .min(3)
  .max(300)
  .refine((text) => !/[0-9A-Za-z+/=_-]{24,}/.test(text), 'holds what could be a key or a token: none is kept here');

/**
 * Guided procedures. None of these raises anything: a step halts, asks and checks. What raises (entering a key, using it, wiping it,
 * releasing the halt) is asked of the person by its own method, and the step after it sees whether it was done.
 */
export const procedureMethods = {
  /** The open one first, then those that ended, newest first. */
  'procedures.list': {
    from: anyone,
    effect: 'read',
    input: z.strictObject(page),
    output: z.array(procedures.Procedure),
  },
  /** Begins a procedure for a credential; only one is under way at a time. */
  'procedures.start': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ kind: procedures.ProcedureKind, credentialId: common.Id }),
    output: procedures.Procedure,
  },
  /**
   * Does the step that the procedure stands at, or checks that the person has done it. `word` is what the person vouches for where the
   * console cannot see it; `chosenId` the credential that a step is about where several could be meant. Some steps do what cannot be taken
   * back, and what is said in one is kept as a person's word: no program tries one.
   */
  'procedures.step': {
    from: persons,
    effect: 'write',
    input: z.strictObject({
      procedureId: common.Id,
      stepId: z.string().min(1).max(60),
      word: Reason.nullable().default(null),
      chosenId: common.Id.nullable().default(null),
    }),
    output: procedures.Procedure,
  },
  /**
   * Leaves a procedure where it stands. Nothing is wiped or released; both credentials stay. It takes a lock away and is the person's own
   * word: no program says it.
   */
  'procedures.leave': {
    from: persons,
    effect: 'write',
    input: z.strictObject({ procedureId: common.Id, reason: Reason }),
    output: procedures.Procedure,
  },
  /**
   * Halts, and begins CUSTODY.md's emergency procedure for a credential, whatever else is under way: that is left. `trigger` is what makes
   * it urgent, of those for its kind; `sinceMs` since when the audit trail is reviewed, null for as long as the credential has been known.
   */
  'procedures.startEmergency': {
    from: traders,
    effect: 'halt',
    input: z.strictObject({
      credentialId: common.Id,
      trigger: z.enum(emergencyTriggers),
      sinceMs: common.AtMs.nullable().default(null),
    }),
    output: procedures.Procedure,
  },
  /** Halts, and begins a drill of the emergency procedure, about no credential; `conflict` while another procedure is under way. */
  'procedures.startDrill': { from: traders, effect: 'halt', input: nothing, output: procedures.Procedure },
  /**
   * Writes the report of an emergency or a drill as far as it is, under `<data>/exports`; nothing secret is in it. `pdf` is the page as the
   * window printed it: null where there is no window, or it could not.
   */
  'procedures.writeReport': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ procedureId: common.Id }),
    output: z.strictObject({ markdown: z.string(), html: z.string(), pdf: z.string().nullable() }),
  },
} as const satisfies Readonly<Record<string, Method>>;
