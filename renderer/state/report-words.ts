import type { WrittenSheet } from '../../core/contract/shapes.ts';

/** Where a report is now: as PDF where it could be printed, else as a page for a browser. */
export function writtenReportWords({ html, pdf }: WrittenSheet): string {
  return pdf === null ? `It is in ${html}, as a page for a browser.` : `It is in ${pdf}, and as a page beside it.`;
}
