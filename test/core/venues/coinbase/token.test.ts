import coinbase from 'ccxt-src/coinbase.js';
import { describe, expect, it } from 'vitest';
import { createTokenMaker } from '../../../../core/venues/coinbase/coinbase-token.ts';
import { isSignedBy, newEcdsaKey, newEd25519Key, partOf } from '../../../exchange/coinbase/jwt.ts';
import { api } from './served.ts';

const method = 'GET';
const url = `https://api.coinbase.com${api}/accounts?limit=250&cursor=4`;
const nonce = '00112233445566778899aabbccddeeff';
const fromSec = 1_700_000_000;

const partsOf = (token: string) => {
  const [header = '', claims = ''] = token.split('.');
  return { header: partOf(header), claims: partOf(claims) };
};

describe('a token for Coinbase', () => {
  it.each([
    ['an ECDSA key', newEcdsaKey(), false],
    ['an Ed25519 key', newEd25519Key(), true],
  ])('says what the one of ccxt says, and is signed by %s', (_kind, key, isEddsa) => {
    const ccxt = new coinbase({ apiKey: key.apiKey, secret: key.secret });
    ccxt.randomBytes = () => nonce;
    const theirs = ccxt.createAuthToken(fromSec, method, url, isEddsa);
    const ours = createTokenMaker(key)({ method, url, fromSec, nonce });
    expect(partsOf(ours)).toEqual(partsOf(theirs));
    expect(isSignedBy(theirs, key.publicKey)).toBe(true);
    expect(isSignedBy(ours, key.publicKey)).toBe(true);
    expect(isSignedBy(ours, (isEddsa ? newEd25519Key() : newEcdsaKey()).publicKey)).toBe(false);
  });

  it('is for one method and address', () => {
    const token = createTokenMaker(newEcdsaKey());
    const { claims } = partsOf(token({ method: 'POST', url, fromSec, nonce }));
    expect(claims.uri).toBe(`POST api.coinbase.com${api}/accounts`);
  });
});
