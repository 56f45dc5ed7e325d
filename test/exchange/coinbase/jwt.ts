import { generateKeyPairSync, type KeyObject, randomUUID, verify } from 'node:crypto';

/** A key of an account, and what a test may put into a client. */
export interface CoinbaseKey {
  readonly apiKey: string;
  readonly secret: string;
  readonly publicKey: KeyObject;
}

const newName = (): string => `organizations/${randomUUID()}/apiKeys/${randomUUID()}`;

/** A new ECDSA key as Coinbase gives it, made for one test. */
export function newEcdsaKey(): CoinbaseKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { apiKey: newName(), secret: privateKey.export({ type: 'sec1', format: 'pem' }).toString(), publicKey };
}

/** A new Ed25519 key as Coinbase gives it: seed and public key in base64. */
export function newEd25519Key(): CoinbaseKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
  const bytes = Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]);
  return { apiKey: randomUUID(), secret: bytes.toString('base64'), publicKey };
}

/** Whether a JWS in compact form (RFC 7515) was signed by this key: ES256 or EdDSA, as the key is. */
export function isSignedBy(token: string, publicKey: KeyObject): boolean {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0) return false;
  const data = Buffer.from(`${header}.${payload}`);
  const bytes = Buffer.from(signature, 'base64url');
  const { alg } = partOf(header);
  if (publicKey.asymmetricKeyType === 'ed25519') return alg === 'EdDSA' && verify(null, data, publicKey, bytes);
  return alg === 'ES256' && verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes);
}

/**
 * The key by which a request is signed, or why it is not: the bearer token has to name a key that is there, be signed by it, live now and
 * no longer than two minutes in all, and be made for exactly this method, host and path.
 * https://docs.cdp.coinbase.com/coinbase-app/authentication-authorization/api-key-authentication
 */
export function authenticate(
  authorization: string | undefined,
  target: string,
  keys: ReadonlyMap<string, KeyObject>,
  nowMs: number,
): { readonly apiKey: string } | string {
  const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) return 'no token';
  const [header = '', payload = ''] = token.split('.');
  const { kid, nonce, typ } = partOf(header);
  const { sub, iss, nbf, exp, uri, uris } = partOf(payload);
  const key = typeof kid === 'string' ? keys.get(kid) : undefined;
  if (typeof kid !== 'string' || key === undefined) return 'no such key';
  if (!isSignedBy(token, key)) return 'not signed by the key';
  if (typ !== 'JWT' || sub !== kid || (iss !== 'cdp' && iss !== 'coinbase-cloud')) return 'not a token of this API';
  if (typeof nonce !== 'string' || !/^[0-9a-f]{16,}$/.test(nonce)) return 'no nonce';
  const nowSec = nowMs / 1_000;
  if (typeof nbf !== 'number' || typeof exp !== 'number' || exp - nbf > 120) return 'lives too long';
  if (nbf > nowSec || exp <= nowSec) return 'not now';
  const named = Array.isArray(uris) ? uris : [uri];
  return named.length === 1 && named[0] === target ? { apiKey: kid } : `made for ${String(named[0])}`;
}

/** One part of a token. */
export function partOf(part: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return {};
  }
}
