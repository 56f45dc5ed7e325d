import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCoinbaseKey } from '../../../../core/venues/coinbase/coinbase-key.ts';
import { createCoinbaseKeyReader } from '../../../../core/venues/coinbase/coinbase-key-reader.ts';
import { openCoinbase } from '../../../../core/venues/coinbase/open-coinbase.ts';
import { newEcdsaKey, newEd25519Key } from '../../../exchange/coinbase/jwt.ts';
import { answering, insist, passingClock } from './served.ts';

const ecdsa = newEcdsaKey();
const ed25519 = newEd25519Key();
const pem = (curve: string): string =>
  generateKeyPairSync('ec', { namedCurve: curve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a Coinbase key', () => {
  it.each([
    ['as it is in the key file', ecdsa.secret],
    ['with its line breaks as backslash and n', ecdsa.secret.replaceAll('\n', '\\n')],
    ['with line breaks of Windows', ecdsa.secret.replaceAll('\n', '\r\n')],
    ['with spaces around', `  ${ecdsa.secret}\n\n`],
  ])('is taken %s', (_name, secret) => {
    expect(insist(readCoinbaseKey({ apiKey: ecdsa.apiKey, secret }))).toEqual({
      apiKey: ecdsa.apiKey,
      secret: ecdsa.secret,
    });
  });

  it('is taken in PKCS #8, and kept in the form that signing reads', () => {
    const { secret } = insist(readCoinbaseKey({ apiKey: ` ${ecdsa.apiKey} `, secret: pem('P-256') }));
    expect(secret).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n/);
  });

  it.each([ed25519.apiKey, ecdsa.apiKey])('of Ed25519 is taken under the name %s', (apiKey) => {
    expect(insist(readCoinbaseKey({ apiKey, secret: ` ${ed25519.secret}\n` })).secret).toBe(ed25519.secret);
  });

  const half = ed25519.secret.slice(0, 44);
  it.each([
    ['an older key', 'Xk2mD8sJ1pQz', 'pV9c0Yw3RkLmN4uTq7Hs2XbE6AfGjZi1', ['apiKey', 'secret']],
    ['a PEM under an id alone', ed25519.apiKey, ecdsa.secret, ['apiKey']],
    ['a name of another form', 'organizations/1/apiKeys/2', ecdsa.secret, ['apiKey']],
    ['a public key', ecdsa.apiKey, ecdsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(), ['secret']],
    ['a key that is cut off', ecdsa.apiKey, ecdsa.secret.slice(0, 90), ['secret']],
    ['a key on another curve', ecdsa.apiKey, pem('secp256k1'), ['secret']],
    ['another half beside the seed', ed25519.apiKey, half + newEd25519Key().secret.slice(44), ['secret']],
    ['nothing', '', '', ['apiKey', 'secret']],
  ])('is refused with a sentence, before anything leaves: %s', async (_name, apiKey, secret, paths) => {
    const { fetch, asked } = answering(() => new Response('{}'));
    const common = {
      transport: fetch,
      credentials: { apiKey, secret },
      clock: passingClock(),
      rateLimit: false,
      timeoutMs: 50,
    };
    for (const answer of [
      await openCoinbase({ ...common, exchange: 'coinbase' }),
      await createCoinbaseKeyReader(common).read(),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
      const issues = answer.ok || answer.error.code !== 'invalid-input' ? [] : answer.error.issues;
      expect(issues.map(({ path }) => path)).toEqual(paths);
      if (secret !== '') expect(JSON.stringify(answer)).not.toContain(secret.slice(0, 20));
    }
    expect(asked).toEqual([]);
  });
});
