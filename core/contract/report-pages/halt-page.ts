import type { HaltReport } from '../shapes.ts';
import { type ReportPage, reportTime } from './report-page.ts';
import { cautionsOf, refusedTable, rowsTable, tradedTable } from './shared-tables.ts';

/** The report of a halt as it is read. */
export function haltPage(report: HaltReport): ReportPage {
  const { after, before, further, halt, refused, released, traded, untilMs, writtenAtMs } = report;
  const [haltedAtMs, releasedAtMs] = [Date.parse(halt.timestamp), Date.parse(released?.timestamp ?? '')];
  return {
    title: `Report of the halt of ${reportTime(haltedAtMs)} (UTC), row ${halt.auditId}`,
    cautions: cautionsOf(report),
    facts: [
      ['Halted', `${reportTime(haltedAtMs)} UTC`],
      ['By', halt.actor],
      ['Code', halt.about],
      ['Because', halt.text],
      [
        'Released',
        released === null
          ? 'It was not released.'
          : `${reportTime(releasedAtMs)} UTC, by ${released.actor}, to ${released.about}`,
      ],
      ['Looked at until', `${reportTime(untilMs)} UTC`],
      ['Written', `${reportTime(writtenAtMs)} UTC`],
    ],
    tables: [
      rowsTable('Also halted for, before it was released', further, 'Nothing else.'),
      rowsTable('What came before', before, 'Nothing came before it.'),
      rowsTable('What came after', after, 'Nothing came after it.'),
      refusedTable('Refused or failed while it stood', refused),
      tradedTable('Traded while it stood', traded),
    ],
  };
}
