import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Channel, expect, SessionFailure } from './channel.ts';
import { hashOf, hex, invert, mod, modPow, number, order, Point, prove, randomBelow, randomScalar } from './curve.ts';
import type { KeyShare } from './key-share.ts';
import { proved } from './keygen.ts';
import { decrypt, encrypt } from './paillier.ts';

/** Party 0's side of signing: it alone ends with the signature, as strict DER with a low s, hexadecimal without 0x. `signature_invalid` when the shares do not belong together. */
export async function signAsLeader(
  channel: Channel,
  share: KeyShare,
  digest: string,
  session: string,
): Promise<string> {
  const { paillier, publicKey } = share;
  if (!('p' in paillier)) throw new Error('not the leader');
  const secret = randomScalar();
  const point = Point.BASE.multiply(secret);
  const nonce = hex(randomScalar());
  channel.send({ kind: 'sign-commit', hash: hashOf(point.toHex(), nonce) });
  const theirs = await expect(channel, 'sign-point', ['point', 'commitment', 'response']);
  const r = mod(proved(theirs, session).multiply(secret).x, order);
  channel.send({ kind: 'sign-reveal', point: point.toHex(), nonce, ...prove(secret, session) });
  const { cyphertext } = await expect(channel, 'sign-part', ['cyphertext']);
  const key = { p: number(paillier.p), q: number(paillier.q) };
  const s = mod(decrypt(key, number(cyphertext)) * invert(secret, order), order);
  const signature = new secp256k1.Signature(r, s > order / 2n ? order - s : s);
  const isRight = secp256k1.verify(
    signature.toBytes('compact'),
    Buffer.from(digest, 'hex'),
    Buffer.from(publicKey, 'hex'),
    { prehash: false },
  );
  if (!isRight) throw new SessionFailure('signature_invalid', 'the shares do not belong together');
  return signature.toHex('der');
}

/** Party 1's side: its part of the signature leaves encrypted under party 0's key and blinded. */
export async function signAsFollower(
  channel: Channel,
  share: KeyShare,
  digest: string,
  session: string,
): Promise<void> {
  const { paillier, scalar } = share;
  if (!('n' in paillier)) throw new Error('not the follower');
  const { hash } = await expect(channel, 'sign-commit', ['hash']);
  const secret = randomScalar();
  channel.send({ kind: 'sign-point', point: Point.BASE.multiply(secret).toHex(), ...prove(secret, session) });
  const theirs = await expect(channel, 'sign-reveal', ['point', 'nonce', 'commitment', 'response']);
  if (hashOf(theirs.point, theirs.nonce) !== hash) throw new SessionFailure('session_failed', 'another point');
  const r = mod(proved(theirs, session).multiply(secret).x, order);
  const inverse = invert(secret, order);
  const own = mod(inverse * (BigInt(`0x${digest}`) + r * number(scalar)), order);
  const n = number(paillier.n);
  const blinded = encrypt(n, own + randomBelow(order * order) * order);
  const others = modPow(number(paillier.encrypted), mod(inverse * r, order), n * n);
  channel.send({ kind: 'sign-part', cyphertext: hex((blinded * others) % (n * n)) });
}
