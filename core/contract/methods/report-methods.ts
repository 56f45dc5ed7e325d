import { type Method, traders } from '../method.ts';
import * as reports from '../schemas/reports.ts';
import * as sheet from '../schemas/sheet.ts';

/** What happened, told from the audit trail and the journals of orders. */
export const reportMethods = {
  /** What was traded and refused, and what of policy, credentials, halts and arming changed. */
  'reports.day': { from: traders, effect: 'read', input: reports.ReportSpan, output: reports.DayReport },
  /** What came before and after a halt; `not-found` where there is none, `conflict` where the row is none of a halt. */
  'reports.incident': { from: traders, effect: 'read', input: reports.IncidentWanted, output: reports.HaltReport },
  /** Writes the report of a day under `<data>/exports`, as a page for a browser; where a window prints it, as PDF beside it. */
  'reports.writeDay': { from: traders, effect: 'write', input: reports.ReportSpan, output: sheet.WrittenSheet },
} as const satisfies Readonly<Record<string, Method>>;
