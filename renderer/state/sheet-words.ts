import type { SheetStanding, WrittenSheet } from '../../core/contract/shapes.ts';
import { agoInWords } from '../format/time.ts';

/** Whether the lost-laptop sheet was written, and whether it still says what is so. */
export function sheetWords({ isCurrent, writtenAtMs }: SheetStanding, nowMs: number): string {
  if (writtenAtMs === null) return 'It was not written yet.';
  const when = `It was written ${agoInWords(writtenAtMs, nowMs)}`;
  return isCurrent
    ? `${when}; what stands on it still holds.`
    : `${when}; something on it has changed since: write and print it again, and destroy the old one.`;
}

/** Where the sheet is now: as PDF where it could be printed, else as a page for a browser. */
export function writtenSheetWords({ html, pdf }: WrittenSheet): string {
  return pdf === null ? `It is in ${html}: print it from a browser.` : `It is in ${pdf}, and as a page beside it.`;
}
