import * as z from 'zod';
import { scryptCost, type Wrapped } from './passphrase.ts';

const Bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

/** The members of a JSON object that carries something wrapped: only the one way of wrapping that this program has. */
export const wrappedMembers = {
  kdf: z.literal('scrypt'),
  n: z.literal(scryptCost.N),
  r: z.literal(scryptCost.r),
  p: z.literal(scryptCost.p),
  salt: Bytes,
  nonce: Bytes,
  sealed: Bytes,
};

/** The same members of something wrapped, for writing. */
export function membersOf({ nonce, salt, sealed }: Wrapped) {
  const { N: n, p, r } = scryptCost;
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return { kdf: 'scrypt', n, r, p, salt: base64(salt), nonce: base64(nonce), sealed: base64(sealed) };
}
