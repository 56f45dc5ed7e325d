import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { VenueCredentials } from '../venue-options.ts';
import { privateKeyOfSeed } from './coinbase-key.ts';

/** What one token is made for. */
export interface TokenRequest {
  readonly method: string;
  /** The whole address; its query is not signed. */
  readonly url: string;
  /** From when on the token holds, in seconds since the epoch. */
  readonly fromSec: number;
  /** In hexadecimal, never the same twice. */
  readonly nonce: string;
}

/** How long a token holds, from its beginning: the most that Coinbase allows. */
export const tokenHoldsSec = 120;

/**
 * Makes the tokens (RFC 7519) that sign requests by a key in the form of `readCoinbaseKey`: ES256 for an ECDSA key, EdDSA for an Ed25519
 * one. The same as ccxt makes, which calculates them in JavaScript: there one takes milliseconds, in which nothing else of the core runs.
 * https://docs.cdp.coinbase.com/coinbase-app/authentication-authorization/api-key-authentication
 */
export function createTokenMaker({ apiKey, secret }: VenueCredentials): (request: TokenRequest) => string {
  const isEcdsa = secret.startsWith('-----BEGIN');
  let key: KeyObject | null = null;
  return ({ fromSec, method, nonce, url }) => {
    key ??= isEcdsa ? createPrivateKey({ key: secret, format: 'pem' }) : privateKeyOfSeed(secret);
    const { host, pathname } = new URL(url);
    const uri = `${method} ${host}${pathname}`;
    const times = { nbf: fromSec, iat: fromSec, exp: fromSec + tokenHoldsSec };
    const header = { alg: isEcdsa ? 'ES256' : 'EdDSA', typ: 'JWT', kid: apiKey, nonce };
    const claims = isEcdsa
      ? { aud: ['retail_rest_api_proxy'], iss: 'coinbase-cloud', ...times, sub: apiKey, uri }
      : { aud: ['cdp_service'], iss: 'cdp', ...times, sub: apiKey, uris: [uri] };
    const text = `${partOf(header)}.${partOf(claims)}`;
    const signature = isEcdsa
      ? sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
      : sign(null, Buffer.from(text), key);
    return `${text}.${signature.toString('base64url')}`;
  };
}

function partOf(value: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
