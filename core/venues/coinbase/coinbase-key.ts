import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { InputIssue } from '../../domain/errors.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { VenueCredentials } from '../venue-options.ts';

const identifier = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const fullName = new RegExp(`^organizations/${identifier}/apiKeys/${identifier}$`, 'i');
const shortName = new RegExp(`^${identifier}$`, 'i');
/** RFC 8410: what stands before the 32 bytes of an Ed25519 seed in PKCS #8. */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * A Coinbase key in the one form that signing takes, or `invalid-input` with a sentence; nothing has left then. Taken are the two kinds
 * that Coinbase makes: ECDSA (the name 'organizations/…/apiKeys/…' and a private key on P-256 as PEM, SEC1 or PKCS #8, also with its
 * line breaks written as \n), which signs with ES256; and Ed25519 (the name, or the id alone, and 64 bytes in base64), which signs with
 * EdDSA. Keys of the older form, with a secret for HMAC, are refused: Advanced Trade takes them no more.
 * https://docs.cdp.coinbase.com/coinbase-app/authentication-authorization/api-key-authentication
 */
export function readCoinbaseKey({ apiKey, secret }: VenueCredentials): Result<VenueCredentials> {
  const name = apiKey.trim();
  const text = secret.trim().replaceAll('\\r', '').replaceAll('\\n', '\n').trim();
  const isPem = text.startsWith('-----BEGIN');
  const read = isPem ? ecdsaPem(text) : ed25519Secret(text);
  const issues: InputIssue[] = [];
  if (!fullName.test(name) && (isPem || !shortName.test(name))) {
    issues.push({ path: 'apiKey', problem: 'is not the name of a Coinbase key: organizations/…/apiKeys/…' });
  }
  if (typeof read !== 'string') issues.push({ path: 'secret', ...read });
  if (typeof read === 'string' && issues.length === 0) return ok({ apiKey: name, secret: read });
  return err({ code: 'invalid-input', retry: 'never', issues });
}

/** SEC1 with its curve and public key, which is what ccxt reads. */
function ecdsaPem(pem: string): string | Pick<InputIssue, 'problem'> {
  const key = privateKey(() => createPrivateKey({ key: pem, format: 'pem' }));
  if (key === null) return { problem: 'is not a private key in PEM, or not a whole one' };
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    return {
      problem: 'is a key of another kind: Coinbase signs with ECDSA on the curve P-256, or with Ed25519 in base64',
    };
  }
  return key.export({ type: 'sec1', format: 'pem' }).toString();
}

/** A seed and its public key, 32 bytes each: the second half must belong to the first. */
function ed25519Secret(base64: string): string | Pick<InputIssue, 'problem'> {
  const bytes = /^[A-Za-z0-9+/]{86}==$/.test(base64) ? Buffer.from(base64, 'base64') : null;
  if (bytes === null) {
    return {
      problem: 'is neither an ECDSA key in PEM nor an Ed25519 key of 64 bytes in base64; older keys are not taken',
    };
  }
  const key = privateKey(() => privateKeyOfSeed(base64));
  const belongs = key !== null && createPublicKey(key).export({ format: 'jwk' }).x === bytes.toString('base64url', 32);
  bytes.fill(0);
  return belongs ? base64 : { problem: 'is not a whole Ed25519 key' };
}

/** The private key whose seed are the first 32 of the bytes in base64. Throws where they are no whole seed. */
export function privateKeyOfSeed(base64: string): KeyObject {
  const bytes = Buffer.from(base64, 'base64');
  const der = Buffer.concat([ed25519Prefix, bytes.subarray(0, 32)]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    bytes.fill(0);
    der.fill(0);
  }
}

function privateKey(read: () => KeyObject): KeyObject | null {
  try {
    return read();
  } catch {
    return null;
  }
}
