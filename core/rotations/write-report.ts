import type { Procedure } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { exportFile } from '../exports-folder.ts';
import type { Emergency } from '../procedures/emergency/emergency.ts';
import { incidentReport } from '../procedures/emergency/incident-report.ts';
import { reportHtml } from '../procedures/emergency/report-html.ts';
import { reportMarkdown } from '../procedures/emergency/report-markdown.ts';
import { stored } from '../store/stored.ts';
import { writeWhole } from '../store/whole-file.ts';

/** The files of a report. */
export interface ReportFiles {
  readonly markdown: string;
  readonly html: string;
}

/**
 * Writes the report of an emergency as far as it is to the exports folder, for this user alone: the same two files each time, named by when
 * it was begun. `storage-failed`.
 */
export function writeReport(
  dataFolder: string,
  procedure: Procedure,
  emergency: Emergency,
  nowMs: number,
): Result<ReportFiles> {
  const begun = { nowMs: () => procedure.startedAtMs };
  const name = emergency.target === null ? 'drill' : 'incident';
  const report = incidentReport(procedure, emergency, nowMs);
  return stored('the report could not be written', () => {
    const markdown = exportFile(dataFolder, begun, name, 'md');
    const html = exportFile(dataFolder, begun, name, 'html');
    writeWhole(markdown, new TextEncoder().encode(reportMarkdown(report)));
    writeWhole(html, new TextEncoder().encode(reportHtml(report)));
    return { markdown, html };
  });
}
