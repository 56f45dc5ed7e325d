import { hkdfSync } from 'node:crypto';
import { keyBytes } from './seal.ts';

/**
 * The master key that the keychain's key and what lies under the passphrase give together: HKDF-SHA256 (RFC 5869) of the first with the
 * second as salt. Without either of the two, nothing is known of it.
 */
export function joinKeys(keychainKey: Uint8Array, lock: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', keychainKey, lock, 'portcullis second lock', keyBytes));
}
