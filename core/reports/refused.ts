import type { AuditRow, RefusedGroup } from '../contract/shapes.ts';
import { reportText } from '../domain/report-text.ts';
import { faultOf } from './row-words.ts';

/** What came to nothing, by kind and reason, most first. What differs in its words differs in its reason. */
export function refusedGroups(rows: readonly AuditRow[]): RefusedGroup[] {
  const groups = new Map<string, RefusedGroup>();
  for (const row of rows) {
    const { code, message } = faultOf(row);
    const what = reportText(row.eventType);
    const name = JSON.stringify([what, code, message]);
    groups.set(name, { what, code, why: message, count: (groups.get(name)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
