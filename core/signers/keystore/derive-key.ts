import { pbkdf2, scrypt } from 'node:crypto';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { KeyDerivation } from './keystore.ts';

const keyBytes = 32;

/**
 * The 32 bytes that a password makes by a keystore's derivation, off the event loop where that can be. Null when the machine has not the
 * memory for it. The caller overwrites them.
 */
export function deriveKey(derivation: KeyDerivation, password: Uint8Array): Promise<Uint8Array | null> {
  if (derivation.name === 'pbkdf2') {
    return new Promise((resolve) => {
      pbkdf2(password, derivation.salt, derivation.c, keyBytes, 'sha256', (error, key) =>
        resolve(error === null ? key : null),
      );
    });
  }
  const { n, r, p, salt } = derivation;
  const memoryBytes = 128 * r * (n + p + 2) + 1024;
  // RFC 7914 wants N below 2^(16 r), and OpenSSL insists; the standard's own example has r 1 and N 2^18, so others took it.
  if (n >= 2 ** (16 * r)) {
    return scryptAsync(password, salt, { N: n, r, p, dkLen: keyBytes, maxmem: memoryBytes }).catch(() => null);
  }
  return new Promise((resolve) => {
    const options = { N: n, r, p, maxmem: memoryBytes };
    scrypt(password, salt, keyBytes, options, (error, key) => resolve(error === null ? key : null));
  });
}
