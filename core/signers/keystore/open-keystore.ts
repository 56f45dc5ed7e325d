import { createDecipheriv, timingSafeEqual } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Address } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { deriveKey } from './derive-key.ts';
import type { Keystore, KeystoreFault } from './keystore.ts';
import { normalisedPassword } from './normalised-password.ts';
import { addressOfKey } from './secret-key.ts';

/** What was in a keystore. The holder overwrites `key` when done. */
export interface OpenedKeystore {
  readonly key: Uint8Array;
  readonly address: Address;
}

/**
 * Opens a keystore with a password in UTF-8: as it is, then, where that differs, in Unicode's form NFKC, since programs disagree
 * (cast and geth take it as it is, ethers normalises). `wrong-password`, or `address-differs` when another key is in it than it says.
 */
export async function openKeystore(
  keystore: Keystore,
  password: Uint8Array,
): Promise<Result<OpenedKeystore, KeystoreFault>> {
  const asGiven = await tryPassword(keystore, password);
  if (asGiven.ok || asGiven.error.state !== 'wrong-password') return asGiven;
  const normalised = normalisedPassword(password);
  if (normalised === null) return asGiven;
  const second = await tryPassword(keystore, normalised);
  normalised.fill(0);
  return second;
}

async function tryPassword(keystore: Keystore, password: Uint8Array): Promise<Result<OpenedKeystore, KeystoreFault>> {
  const derived = await deriveKey(keystore.derivation, password);
  if (derived === null) return err({ state: 'bad-file', why: 'asks for more memory than there is' });
  const isRight = timingSafeEqual(keystoreMac(derived, keystore.ciphertext), keystore.mac);
  const key = isRight ? decrypt(derived, keystore) : null;
  derived.fill(0);
  if (key === null) return err({ state: 'wrong-password', why: 'is not opened by this password' });
  const address = addressOfKey(key);
  if (address !== null && (keystore.address === null || keystore.address === address)) return ok({ key, address });
  key.fill(0);
  return address === null
    ? err({ state: 'bad-file', why: 'holds no key' })
    : err({ state: 'address-differs', why: 'holds the key of another address than it says' });
}

/** Keccak-256 over the second half of the derived key and the ciphertext: it shows whether the password was right. */
export function keystoreMac(derived: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const covered = new Uint8Array([...derived.subarray(16, 32), ...ciphertext]);
  const mac = keccak_256(covered);
  covered.fill(0);
  return mac;
}

function decrypt(derived: Uint8Array, { iv, ciphertext }: Keystore): Uint8Array {
  return createDecipheriv('aes-128-ctr', derived.subarray(0, 16), iv).update(ciphertext);
}
