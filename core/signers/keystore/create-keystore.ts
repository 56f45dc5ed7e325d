import { createCipheriv } from 'node:crypto';
import type { Address } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { deriveKey } from './derive-key.ts';
import type { KeystoreFault } from './keystore.ts';
import { normalisedPassword } from './normalised-password.ts';
import { keystoreMac } from './open-keystore.ts';
import { addressOfKey } from './secret-key.ts';

/** How long one try of a password takes: scrypt's N, with r 8 and p 1. `strong` is geth's own setting, 256 MiB. */
export const keystoreStrengths = { quick: 2 ** 15, standard: 2 ** 17, strong: 2 ** 18 } as const;
export type KeystoreStrength = keyof typeof keystoreStrengths;

/** What of a keystore is drawn by lot; none of it is secret. */
export interface KeystoreLots {
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** 16 bytes. */
  readonly iv: Uint8Array;
  /** 16 bytes. */
  readonly id: Uint8Array;
}

/** A keystore's text and whose it is. */
export interface WrittenKeystore {
  readonly text: string;
  readonly address: Address;
}

/** So many bytes of a cryptographic generator. */
export type Draw = (length: number) => Uint8Array;

/** Draws the lots for one keystore; none may be used for two. */
export function drawLots(draw: Draw): KeystoreLots {
  return { salt: draw(32), iv: draw(16), id: draw(16) };
}

/**
 * A keystore of version 3 around `key`, as geth writes them. The password is taken in Unicode's form NFKC, so that it can be typed again
 * on any keyboard. `bad-file` when `key` is no key or the password is empty.
 */
export async function createKeystore(
  key: Uint8Array,
  password: Uint8Array,
  lots: KeystoreLots,
  strength: KeystoreStrength,
): Promise<Result<WrittenKeystore, KeystoreFault>> {
  const address = addressOfKey(key);
  if (address === null) return err({ state: 'bad-file', why: 'would hold no key' });
  if (password.length === 0) return err({ state: 'bad-file', why: 'would have no password' });
  const n = keystoreStrengths[strength];
  const normalised = normalisedPassword(password);
  const derived = await deriveKey({ name: 'scrypt', n, r: 8, p: 1, salt: lots.salt }, normalised ?? password);
  normalised?.fill(0);
  if (derived === null) return err({ state: 'bad-file', why: 'asks for more memory than there is' });
  const ciphertext = createCipheriv('aes-128-ctr', derived.subarray(0, 16), lots.iv).update(key);
  const mac = keystoreMac(derived, ciphertext);
  derived.fill(0);
  const text = JSON.stringify({
    address: address.slice(2).toLowerCase(),
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: digits(lots.iv) },
      ciphertext: digits(ciphertext),
      kdf: 'scrypt',
      kdfparams: { dklen: 32, n, p: 1, r: 8, salt: digits(lots.salt) },
      mac: digits(mac),
    },
    id: uuid(lots.id),
    version: 3,
  });
  return ok({ text: `${text}\n`, address });
}

function digits(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** A random UUID, version 4 (RFC 9562). */
function uuid(bytes: Uint8Array): string {
  const marked = Uint8Array.from(bytes);
  marked[6] = ((marked[6] ?? 0) & 0x0f) | 0x40;
  marked[8] = ((marked[8] ?? 0) & 0x3f) | 0x80;
  return digits(marked).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
