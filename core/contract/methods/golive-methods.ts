import * as z from 'zod';
import { anyone, type Method, nothing, persons, traders } from '../method.ts';
import * as approvals from '../schemas/approvals.ts';
import * as golive from '../schemas/golive.ts';

/** Going live: what it asks for, what a person does about it, and arming. */
export const goliveMethods = {
  /** Looks at every item now. Asks no exchange and no signer: what those said last, and when, is part of the evidence. */
  'golive.checklist': { from: anyone, effect: 'read', input: nothing, output: golive.Checklist },
  /** Asks the person to go without an item for a time: it is waived once they approve. */
  'golive.requestWaiver': { from: traders, effect: 'write', input: golive.WaiverRequest, output: approvals.Approval },
  'golive.endWaiver': {
    from: traders,
    effect: 'tighten',
    input: golive.WaiverRequest.pick({ itemId: true }),
    output: golive.Checklist,
  },
  /** A person's word for what no program can see. */
  'golive.attest': {
    from: persons,
    effect: 'write',
    input: z.strictObject({ itemId: golive.AttestedItem, text: z.string().trim().min(10).max(300) }),
    output: golive.Checklist,
  },
  /** Halts trading and has the gate refuse an order. It stays halted until the person releases it. */
  'golive.testHalt': { from: traders, effect: 'halt', input: nothing, output: golive.Checklist },
  /**
   * Opens a database in a temporary folder, appends a row, verifies its chain, and makes and proves a published signature; notes how that
   * ended. `conflict` where any of it does not work here.
   */
  'golive.selfTest': { from: traders, effect: 'write', input: nothing, output: golive.Checklist },
  'golive.live': { from: anyone, effect: 'read', input: nothing, output: golive.LiveStanding },
  /** Asks the person to arm live trading: everything is looked at again when they approve. */
  'golive.requestArming': { from: traders, effect: 'write', input: golive.ArmingScope, output: approvals.Approval },
  /** Asks them to take up what a console that ended a moment ago had armed. */
  'golive.requestRearming': { from: traders, effect: 'write', input: nothing, output: approvals.Approval },
  'golive.disarm': { from: anyone, effect: 'tighten', input: nothing, output: golive.LiveStanding },
} as const satisfies Readonly<Record<string, Method>>;
