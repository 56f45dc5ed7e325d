import { scrypt } from 'node:crypto';
import { canonicalText } from '../domain/canonical.ts';
import type { Ids } from '../ports.ts';
import { nonceBytes, open, seal } from './seal.ts';

/**
 * The cost of trying one passphrase (scrypt, RFC 7914): 128 MiB and some tenths of a second. Fixed, not read from the file, so that
 * nobody who can write the file makes it cheap or makes it exhaust the machine.
 */
export const scryptCost = { N: 2 ** 17, r: 8, p: 1 } as const;
const maxMemoryBytes = 256 * 1024 * 1024;
const saltBytes = 32;
const derivedBytes = 32;

/** What lies under a passphrase; it is authenticated, so that one never opens as another. */
export type WrappedKind = 'master key' | 'second lock' | 'vault copy';

/** Bytes under a passphrase: safe to write down. */
export interface Wrapped {
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** A passphrase made slow: the key that it gives with one salt. As secret as what it wraps. */
export interface PassphraseKey {
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}

/** Makes a key out of a passphrase, with a fresh salt. */
export async function passphraseKey(passphrase: string, ids: Ids): Promise<PassphraseKey> {
  const salt = ids.bytes(saltBytes);
  return { salt, key: await derive(passphrase, salt) };
}

/** Wraps `plain` under a passphrase's key, with a fresh nonce. */
export function wrap(kind: WrappedKind, plain: Uint8Array, { key, salt }: PassphraseKey, ids: Ids): Wrapped {
  const nonce = ids.bytes(nonceBytes);
  return { salt, nonce, sealed: seal(key, nonce, contextOf(kind), plain) };
}

/** What was wrapped, with the passphrase's key; null when the passphrase is another or anything was changed. The key is the caller's to wipe. */
export async function unwrap(
  kind: WrappedKind,
  wrapped: Wrapped,
  passphrase: string,
): Promise<{ readonly plain: Uint8Array; readonly wrapping: PassphraseKey } | null> {
  const key = await derive(passphrase, wrapped.salt);
  const plain = open(key, wrapped.nonce, contextOf(kind), wrapped.sealed);
  if (plain !== null) return { plain, wrapping: { salt: wrapped.salt, key } };
  key.fill(0);
  return null;
}

/** A key of 32 bytes out of a passphrase. The same text typed on two keyboards can differ in its bytes, so it is normalised (NFKC) first. */
export function derive(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  const options = { ...scryptCost, maxmem: maxMemoryBytes };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, derivedBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function contextOf(kind: WrappedKind): string {
  return canonicalText([`portcullis ${kind}`, 1, scryptCost.N, scryptCost.r, scryptCost.p]);
}
