import type { Handlers } from '../contract/methods.ts';
import { openReports } from '../open-reports.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `reports.${string}`>;

/** What happened, as it is told. */
export function reportHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const reports = openReports(parts);
  return {
    'reports.day': (span) => reports.day(span),
    'reports.incident': ({ auditId }) => reports.incident(auditId ?? null),
    'reports.writeDay': (span, face) => reports.writeDay(span, actorOf(face)),
  };
}
