import { closeSync, openSync, writeSync } from 'node:fs';
import { err, ok, type Result } from './domain/result.ts';
import { exportFile } from './exports-folder.ts';
import type { Clock } from './ports.ts';
import { fillsCsv } from './trading/fills-csv.ts';
import type { Journal } from './trading/journal.ts';

/** Writes the fills of a calendar year (UTC) to a file under `<data>/exports` (mode 0600). `storage-failed` when it cannot be written. */
export function exportFills(
  { clock, dataFolder }: { readonly clock: Pick<Clock, 'nowMs'>; readonly dataFolder: string },
  journal: Journal,
  year: number,
): Result<{ file: string; rows: number }> {
  const { csv, rows } = fillsCsv(journal, year);
  try {
    const file = exportFile(dataFolder, clock, `fills-${year}`, 'csv');
    const descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, csv);
    closeSync(descriptor);
    return ok({ file, rows });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return err({ code: 'storage-failed', retry: 'after-checking', what: `the export of fills: ${code}` });
  }
}
