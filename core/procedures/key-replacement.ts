import * as z from 'zod';
import { factsReader } from './facts-reader.ts';

const KeyReplacementText = z.strictObject({
  oldFile: z.string(),
  oldAddress: z.string(),
  /** The addresses of other keystores that lay here at the beginning: none of them is taken for the new one unless it is named. */
  otherAddresses: z.array(z.string()),
  /** Both null until a new keystore was seen. */
  newFile: z.string().nullable(),
  newAddress: z.string().nullable(),
});

/** What the replacement of a keystore's key has come to so far. */
export type KeyReplacement = z.output<typeof KeyReplacementText>;

/** The replacement of kept text; null for what is none. */
export const readKeyReplacement = factsReader(KeyReplacementText);
