import * as z from 'zod';

/**
 * Who may ask: the console window, the approval-origin window, anyone at the command line or socket ('operator'), or a person at
 * an interactive terminal whose vault passphrase was checked for this very call ('terminal').
 */
export const faces = ['console', 'approval', 'operator', 'terminal'] as const;
export type Face = (typeof faces)[number];

/**
 * What asking does: 'read' nothing, 'write' changes paper state or asks for something, 'tighten' only lowers exposure,
 * 'halt' drops the gate, 'raise' loosens and therefore needs the person.
 */
export type Effect = 'read' | 'write' | 'tighten' | 'halt' | 'raise';

/** One entry of the contract. */
export interface Method {
  readonly from: readonly Face[];
  readonly effect: Effect;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

/** Every face. */
export const anyone: readonly Face[] = ['console', 'approval', 'operator', 'terminal'];
/** Every face but the approval window. */
export const traders: readonly Face[] = ['console', 'operator', 'terminal'];
/** The faces at which a person sits: a word of theirs is taken there, and from no program. */
export const persons: readonly Face[] = ['console', 'terminal'];
/** The faces of a person who answers for themselves. */
export const approver: readonly Face[] = ['approval', 'terminal'];
/** No input. */
export const nothing = z.strictObject({});
/** How many rows a list answers with. */
export const page = { limit: z.number().int().min(1).max(500).default(100) };
