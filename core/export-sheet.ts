import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { SheetStanding, WrittenSheet } from './contract/shapes.ts';
import { canonicalText } from './domain/canonical.ts';
import { readJson } from './domain/read-json.ts';
import { ok, type Result } from './domain/result.ts';
import { utcDay } from './domain/utc-day.ts';
import { exportFile } from './exports-folder.ts';
import type { Clock } from './ports.ts';
import { type Sheet, type SheetFacts, sheetOf } from './procedures/sheet/sheet.ts';
import { sheetHtml } from './procedures/sheet/sheet-html.ts';
import type { Database } from './store/database.ts';
import { createDocuments } from './store/documents.ts';
import { stored } from './store/stored.ts';
import { writeWhole } from './store/whole-file.ts';
import { betweenRows, type Record } from './trading/record.ts';

const documentName = 'written-sheet';
const Kept = z.strictObject({ writtenAtMs: z.number().int().nonnegative(), digest: z.string() });

/** The lost-laptop sheet, and what of it was written last. */
export interface SheetExporter {
  /** Writes a page under `<data>/exports` (mode 0600), between two rows. `storage-failed`, `audit-failed`. */
  write(actor: string): Promise<Result<WrittenSheet>>;
  /** When it was written last, and whether one of now would say the same. `storage-failed`. */
  standing(): Result<SheetStanding>;
}

/** The sheet of a data folder. */
export function createSheetExport(parts: {
  readonly database: Database;
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly record: Record;
  /** What it is made of now; `storage-failed`. */
  readonly facts: () => Result<SheetFacts>;
  readonly changed: () => void;
}): SheetExporter {
  const { clock, dataFolder, record } = parts;
  const documents = createDocuments(parts.database);

  const write = (): Result<WrittenSheet> => {
    const facts = parts.facts();
    if (!facts.ok) return facts;
    const sheet = sheetOf(facts.value);
    const nowMs = clock.nowMs();
    const html = sheetHtml(sheet, utcDay(nowMs));
    const file = stored('the sheet could not be written', () => {
      const path = exportFile(dataFolder, clock, 'lost-laptop', 'html');
      writeWhole(path, new TextEncoder().encode(html));
      return path;
    });
    if (!file.ok) return file;
    const kept = documents.write(documentName, JSON.stringify({ writtenAtMs: nowMs, digest: digestOf(sheet) }), nowMs);
    return kept.ok ? ok({ html: file.value, pdf: null }) : kept;
  };

  return {
    write: (actor) =>
      betweenRows({ record, ended: parts.changed }, { eventType: 'sheet-written', actor, subject: 'sheet' }, {}, write),
    standing() {
      const text = documents.read(documentName);
      if (!text.ok) return text;
      const last = text.value === null ? null : (Kept.safeParse(readJson(text.value)).data ?? null);
      if (last === null) return ok({ writtenAtMs: null, isCurrent: false });
      const facts = parts.facts();
      if (!facts.ok) return facts;
      return ok({ writtenAtMs: last.writtenAtMs, isCurrent: last.digest === digestOf(sheetOf(facts.value)) });
    },
  };
}

/** Of everything on it but its date. */
function digestOf({ addresses, backups, contacts, left, others, steps, venues }: Sheet): string {
  const said = { addresses, backups, contacts, left, others, steps, venues };
  return createHash('sha256').update(canonicalText(said)).digest('hex');
}
