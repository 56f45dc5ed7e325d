import { dayPage } from '../contract/report-pages/day-page.ts';
import { haltPage } from '../contract/report-pages/halt-page.ts';
import type { ReportPage } from '../contract/report-pages/report-page.ts';
import type { DayReport, HaltReport } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { readUtcDay } from '../domain/utc-day.ts';
import { pageLines } from '../reports/page-lines.ts';
import { type AskOptions, ask } from './ask.ts';
import { failed, type Streams } from './streams.ts';

/** `report day [2026-11-27]`: what happened on a day in UTC, today's where none is named. 1 for what is no day. */
export async function reportDay(
  options: AskOptions,
  streams: Streams,
  day: string | undefined,
  isJson: boolean,
): Promise<number> {
  if (day !== undefined && readUtcDay(day) === null) {
    streams.note('Write the day as 2026-11-27.');
    return 1;
  }
  const answer = (await ask(options, 'reports.day', day === undefined ? {} : { day })) as Result<DayReport>;
  return shown(streams, answer, isJson, dayPage);
}

/** `report incident [ROW]`: what came before and after a halt, the newest where no row of the audit trail is named. 1 for what is no row. */
export async function reportIncident(
  options: AskOptions,
  streams: Streams,
  row: string | undefined,
  isJson: boolean,
): Promise<number> {
  if (row !== undefined && !/^[1-9]\d{0,14}$/.test(row)) {
    streams.note('Name the row of the halt by its number in the audit trail.');
    return 1;
  }
  const wanted = row === undefined ? {} : { auditId: Number.parseInt(row, 10) };
  const answer = (await ask(options, 'reports.incident', wanted)) as Result<HaltReport>;
  if (row === undefined && !answer.ok && answer.error.code === 'not-found') {
    streams.note('Nothing was halted here.');
    return 1;
  }
  return shown(streams, answer, isJson, haltPage);
}

function shown<T>(streams: Streams, answer: Result<T>, isJson: boolean, pageOf: (report: T) => ReportPage): number {
  if (!answer.ok) return failed(streams, answer);
  if (isJson) streams.out(JSON.stringify(answer.value));
  else for (const line of pageLines(pageOf(answer.value))) streams.out(line);
  return 0;
}
