import * as z from 'zod';
import { factsReader } from './facts-reader.ts';

const PasswordChangeText = z.strictObject({
  file: z.string(),
  /** What the file says; null where it says none. */
  address: z.string().nullable(),
  /** Of the file under the old password. */
  oldDigest: z.string(),
  /** Of the file that was opened with the new one; null before. */
  newDigest: z.string().nullable(),
});

/** What a change of the keystore's password has come to so far. */
export type PasswordChange = z.output<typeof PasswordChangeText>;

/** The change of kept text; null for what is none. */
export const readPasswordChange = factsReader(PasswordChangeText);
