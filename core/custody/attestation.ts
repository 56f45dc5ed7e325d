import * as z from 'zod';
import type { Attestation } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';

const Kept = z.strictObject({
  atMs: z.number().int().nonnegative(),
  ipRestricted: z.boolean(),
  createdAtMs: z.number().int().nonnegative().nullable(),
});

/** What a person said of a key, as it is kept; null where nothing was, or where it cannot be read. */
export function readAttestation(text: string | null): Attestation | null {
  return text === null ? null : (Kept.safeParse(readJson(text)).data ?? null);
}
