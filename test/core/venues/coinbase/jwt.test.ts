import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authenticate, isSignedBy, newEcdsaKey, newEd25519Key, partOf } from '../../../exchange/coinbase/jwt.ts';
import { api, insist, served } from './served.ts';

/** RFC 7515, appendix A.3: ES256. */
const es256 = {
  key: createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
  }),
  token:
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
};
/** RFC 8037, appendix A.4: EdDSA. */
const eddsa = {
  key: createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
  }),
  token:
    'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
};

describe("the test exchange's signature check", () => {
  it.each([
    ['ES256', es256],
    ['EdDSA', eddsa],
  ])("takes the standard's own example of %s, and no other signature, text or key", (_name, { key, token }) => {
    expect(isSignedBy(token, key)).toBe(true);
    const at = token.lastIndexOf('.') + 3;
    expect(isSignedBy(`${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`, key)).toBe(false);
    expect(isSignedBy(token.replace('.', '.A'), key)).toBe(false);
    expect(isSignedBy(`${token}.x`, key)).toBe(false);
    expect(isSignedBy(token, key === es256.key ? eddsa.key : es256.key)).toBe(false);
    expect(isSignedBy(token, newEcdsaKey().publicKey)).toBe(false);
  });

  it('takes what ccxt signed for one method, host and path, for some seconds, and nothing else', async () => {
    const one = await served();
    one.server.forget();
    insist(await one.connection.inspector.balances());
    const [request] = one.server.requests();
    const authorization = request?.headers.authorization;
    const keys = new Map([[one.exchange.key.apiKey, one.exchange.key.publicKey]]);
    const nowMs = one.clock.nowMs();
    const target = `GET api.coinbase.com${api}/accounts`;
    expect(authenticate(authorization, target, keys, nowMs)).toEqual({ apiKey: one.exchange.key.apiKey });
    // Coinbase allows two minutes; ours live for eight seconds, so that no order comes late.
    expect(authenticate(authorization, target, keys, nowMs + 6_000)).toEqual({ apiKey: one.exchange.key.apiKey });
    expect(authenticate(authorization, target, keys, nowMs + 8_000)).toBe('not now');
    expect(authenticate(authorization, target.replace('GET', 'POST'), keys, nowMs)).toMatch(/^made for/);
    expect(authenticate(authorization, `GET api.coinbase.com${api}/orders`, keys, nowMs)).toMatch(/^made for/);
    expect(authenticate(authorization, target, new Map(), nowMs)).toBe('no such key');
    expect(authenticate(undefined, target, keys, nowMs)).toBe('no token');
    const { exp, iat, nbf, sub } = partOf(authorization?.split('.')[1] ?? '');
    expect({ iat, nbf, exp, sub }).toEqual({
      iat: Math.floor(nowMs / 1_000) - 112,
      nbf: Math.floor(nowMs / 1_000) - 112,
      exp: Math.floor(nowMs / 1_000) + 8,
      sub: one.exchange.key.apiKey,
    });
    await one.close();
  });

  it('takes each request with a nonce of its own', async () => {
    const one = await served();
    one.server.forget();
    for (let i = 0; i < 3; i += 1) insist(await one.connection.inspector.balances());
    const nonces = one.server
      .requests()
      .map(({ headers }) => partOf(headers.authorization?.slice(7).split('.')[0] ?? '').nonce);
    expect(new Set(nonces).size).toBe(3);
    await one.close();
  });

  it('takes an Ed25519 key, as Coinbase makes them by default', async () => {
    const one = await served();
    const key = newEd25519Key();
    one.exchange.admit(key);
    const connection = await one.reopen({ credentials: { apiKey: key.apiKey, secret: key.secret } });
    expect(insist(await connection.inspector.balances()).map(({ asset }) => asset)).toEqual(['BTC', 'ETH', 'USD']);
    expect(one.exchange.unauthenticated).toEqual([]);
    await one.close();
  });
});
