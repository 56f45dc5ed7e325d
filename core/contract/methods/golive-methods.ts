import { anyone, type Method, nothing } from '../method.ts';
import * as golive from '../schemas/golive.ts';

/** Going live: what it asks for. Nothing here arms anything. */
export const goliveMethods = {
  /** Looks at every item now. Asks no exchange and no signer: what those said last, and when, is part of the evidence. */
  'golive.checklist': { from: anyone, effect: 'read', input: nothing, output: golive.Checklist },
} as const satisfies Readonly<Record<string, Method>>;
