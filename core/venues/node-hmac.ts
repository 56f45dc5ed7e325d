import { createHmac } from 'node:crypto';

const names: ReadonlyMap<number, string> = new Map([
  [32, 'sha256'],
  [48, 'sha384'],
  [64, 'sha512'],
]);

/**
 * ccxt's own function for signatures (RFC 2104), by Node's cryptography: ccxt calculates them in JavaScript, which took a third of the
 * time of an order. `hash` is one of the SHA-2 functions of @noble/hashes, known by how many bytes it gives; any other throws.
 */
export function hmac(
  message: string | Uint8Array,
  secret: string | Uint8Array,
  { outputLen }: { readonly outputLen: number },
  digest: 'hex' | 'base64' | 'binary' = 'hex',
): string | Uint8Array {
  const name = names.get(outputLen);
  if (name === undefined) throw new Error(`no hash function of ${outputLen} bytes is known`);
  const made = createHmac(name, secret).update(message).digest();
  return digest === 'binary' ? new Uint8Array(made) : made.toString(digest);
}
