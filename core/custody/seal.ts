import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Length of an AES-256 key. */
export const keyBytes = 32;
/** Length of a GCM nonce (NIST SP 800-38D, 5.2.1.1). */
export const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts and authenticates `plain` with AES-256-GCM: the ciphertext followed by its tag. `context` is authenticated with it, so that
 * it opens only where it belongs. The nonce must be fresh for every call with the same key.
 */
export function seal(key: Uint8Array, nonce: Uint8Array, context: string, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, {
    authTagLength: tagBytes,
  });
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made; null when the key, the nonce, the context or a single bit of it is another. */
export function open(key: Uint8Array, nonce: Uint8Array, context: string, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < tagBytes || nonce.length !== nonceBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  try {
    return new Uint8Array(Buffer.concat([plain, decipher.final()]));
  } catch {
    plain.fill(0);
    return null;
  }
}
