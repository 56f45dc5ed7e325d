import * as z from 'zod';
import { readJson } from '../domain/read-json.ts';

const KeyReplacementText = z.strictObject({
  oldFile: z.string(),
  oldAddress: z.string(),
  /** Both null until a new keystore was seen. */
  newFile: z.string().nullable(),
  newAddress: z.string().nullable(),
});

/** What the replacement of a keystore's key has come to so far. */
export type KeyReplacement = z.output<typeof KeyReplacementText>;

/** The replacement of kept text; null for what is none. */
export function readKeyReplacement(text: string): KeyReplacement | null {
  const parsed = KeyReplacementText.safeParse(readJson(text));
  return parsed.success ? parsed.data : null;
}
