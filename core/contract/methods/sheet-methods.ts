import { anyone, type Method, nothing, traders } from '../method.ts';
import * as sheet from '../schemas/sheet.ts';

/** The lost-laptop sheet: one page without secrets that says what to do, in which order, when this computer is lost or stolen. */
export const sheetMethods = {
  'sheet.standing': { from: anyone, effect: 'read', input: nothing, output: sheet.SheetStanding },
  /** Writes it under `<data>/exports`. */
  'sheet.write': { from: traders, effect: 'write', input: nothing, output: sheet.WrittenSheet },
} as const satisfies Readonly<Record<string, Method>>;
