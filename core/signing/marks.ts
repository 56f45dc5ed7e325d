import * as z from 'zod';
import type { Address } from '../domain/address.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import { haltWords, seenFailures } from '../signers/mpc/failure-table.ts';
import type { Marks } from '../signers/mpc/mpc-options.ts';
import type { Database } from '../store/database.ts';
import { createDocuments } from '../store/documents.ts';

const documentName = 'mpc-marks';

const MarksShape = z.strictObject({
  address: z.custom<Address>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]{40}$/.test(text)),
  highestEpoch: z.number().int().nonnegative().nullable(),
  halt: z
    .strictObject({
      seen: z.enum(seenFailures),
      until: z.enum(haltWords),
      why: z.string(),
      atMs: z.number().int().nonnegative(),
    })
    .nullable(),
});

/** The two-party signer's marks in an open console.db. */
export function openMarks(database: Database, clock: Clock): Marks {
  const documents = createDocuments(database);
  return {
    read() {
      const kept = documents.read(documentName);
      if (!kept.ok) return kept;
      if (kept.value === null) return ok(null);
      const parsed = MarksShape.safeParse(readJson(kept.value));
      if (parsed.success) return ok(parsed.data);
      return err({ code: 'storage-failed', retry: 'after-checking', what: "the two-party signer's marks" });
    },
    write: (marks) => documents.write(documentName, JSON.stringify(marks), clock.nowMs()),
  };
}
