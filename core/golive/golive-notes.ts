import * as z from 'zod';
import { Waiver } from '../contract/schemas/golive.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';
import { readJson } from '../domain/read-json.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Documents } from '../store/documents.ts';
import { Armed } from './armed.ts';

const documentName = 'golive';

const Noted = z.strictObject({ atMs: z.number().int().nonnegative(), text: z.string() });

/** How the self-test ended, and for which version of the console on which program and system it speaks. */
const SelfTestNote = z.strictObject({ ...Noted.shape, isPassed: z.boolean(), version: z.string(), host: z.string() });

/** A self-test as it is kept. */
export type SelfTestNote = Readonly<z.output<typeof SelfTestNote>>;

const NotesText = z.strictObject({
  version: z.literal(1),
  waivers: z.record(z.string(), Waiver),
  haltTest: Noted.nullable(),
  /** Notes of before there was one are without it. */
  selfTest: SelfTestNote.nullable().default(null),
  diskEncrypted: Noted.nullable(),
  /** What is armed now, or was when the last console ended. */
  armed: Armed.nullable(),
  /** For how long it was armed in all, without that. */
  armedBeforeMs: z.number().int().nonnegative(),
  lastDrop: Noted.nullable(),
});

/** What is kept of going live: waivers, what was tried and what was said. Nothing secret is in it. */
export type GoliveNotes = Readonly<z.output<typeof NotesText>>;

const nothing: GoliveNotes = {
  ...{ version: 1, waivers: {}, haltTest: null, selfTest: null, diskEncrypted: null },
  ...{ armed: null, armedBeforeMs: 0, lastDrop: null },
};

/** Those notes, kept in console.db. */
export interface GoliveNotesStore {
  /** What cannot be read as notes counts as none: everything is unmet then. `storage-failed`. */
  read(): Result<GoliveNotes>;
  /** Keeps them with this change; `storage-failed` leaves them as they were. */
  change(next: (notes: GoliveNotes) => GoliveNotes, nowMs: number): Result<void>;
}

/** The notes among the documents of an open console.db. */
export function createGoliveNotes(documents: Documents): GoliveNotesStore {
  const read = (): Result<GoliveNotes> => {
    const kept = documents.read(documentName);
    if (!kept.ok) return kept;
    const parsed = NotesText.safeParse(readJson(kept.value ?? ''));
    return ok(parsed.success ? parsed.data : nothing);
  };
  return {
    read,
    change(next, nowMs) {
      const before = read();
      if (!before.ok) return before;
      return documents.write(documentName, canonicalText(next(before.value) as unknown as Json), nowMs);
    },
  };
}
