import * as z from 'zod';
import type { BuildFacts } from './domain/build-facts.ts';
import { readJson } from './domain/read-json.ts';

/** Put in the place of this name by electron/electron.vite.config.ts, as JSON; without a build there is no such name. */
declare const portcullisBuild: string;

const Count = z.number().int().nonnegative();
const BuildText = z.strictObject({
  lockfileSha256: z.string().regex(/^[0-9a-f]{64}$/),
  builtAtMs: Count,
  advisories: z.strictObject({ critical: Count, high: Count, moderate: Count, low: Count }).nullable(),
});

/** What this console was built from; null where it runs from its sources. */
export const build: BuildFacts | null =
  BuildText.safeParse(readJson(typeof portcullisBuild === 'string' ? portcullisBuild : '')).data ?? null;
