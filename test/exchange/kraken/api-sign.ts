import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The API-Sign of a private request, as an exchange computes it: HMAC-SHA512 of the path and SHA-256 of nonce and body, under the secret's
 * bytes. https://docs.kraken.com/exchange/guides/rest/authentication
 */
export function apiSign(path: string, nonce: string, body: string, secret: string): string {
  const digest = createHash('sha256').update(`${nonce}${body}`).digest();
  return createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(digest).digest('base64');
}

/** Whether a request is signed with this secret. */
export function isSigned(path: string, nonce: string, body: string, secret: string, signature: string): boolean {
  const expected = Buffer.from(apiSign(path, nonce, body, secret));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
