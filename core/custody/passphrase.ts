import { scrypt } from 'node:crypto';
import { canonicalText } from '../domain/canonical.ts';
import type { Ids } from '../ports.ts';
import { keyBytes, nonceBytes, open, seal } from './seal.ts';

/**
 * The cost of trying one passphrase (scrypt, RFC 7914): 128 MiB and some tenths of a second. Fixed, not read from the file, so that
 * nobody who can write the file makes it cheap or makes it exhaust the machine.
 */
export const scryptCost = { N: 2 ** 17, r: 8, p: 1 } as const;
const maxMemoryBytes = 256 * 1024 * 1024;
const saltBytes = 32;

/** A master key under a passphrase: safe to write down. */
export interface WrappedKey {
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

const context = canonicalText(['portcullis master key', 1, scryptCost.N, scryptCost.r, scryptCost.p]);

/** Wraps a master key of 32 bytes under a passphrase, with a fresh salt and nonce. */
export async function wrapKey(masterKey: Uint8Array, passphrase: string, ids: Ids): Promise<WrappedKey> {
  const salt = ids.bytes(saltBytes);
  const nonce = ids.bytes(nonceBytes);
  const key = await derive(passphrase, salt);
  const sealed = seal(key, nonce, context, masterKey);
  key.fill(0);
  return { salt, nonce, sealed };
}

/** The master key that was wrapped; null when the passphrase is another or the wrapping was changed. */
export async function unwrapKey(wrapped: WrappedKey, passphrase: string): Promise<Uint8Array | null> {
  const key = await derive(passphrase, wrapped.salt);
  const masterKey = open(key, wrapped.nonce, context, wrapped.sealed);
  key.fill(0);
  return masterKey?.length === keyBytes ? masterKey : null;
}

/** A key of 32 bytes out of a passphrase. The same text typed on two keyboards can differ in its bytes, so it is normalised (NFKC) first. */
export function derive(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  const options = { ...scryptCost, maxmem: maxMemoryBytes };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
