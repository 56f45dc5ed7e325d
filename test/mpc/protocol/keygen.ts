import { type Channel, expect, SessionFailure } from './channel.ts';
import { type CurvePoint, hashOf, hex, isProved, number, Point, prove, randomScalar } from './curve.ts';
import { addressOf, type KeyShare } from './key-share.ts';
import { encrypt, paillierKey } from './paillier.ts';

/** Party 0's side of making a key: it binds itself to its point before it sees the other's. */
export async function keygenAsLeader(channel: Channel, session: string): Promise<KeyShare> {
  const scalar = randomScalar();
  const point = Point.BASE.multiply(scalar);
  const nonce = hex(randomScalar());
  channel.send({ kind: 'keygen-commit', hash: hashOf(point.toHex(), nonce) });
  const theirs = await expect(channel, 'keygen-point', ['point', 'commitment', 'response']);
  const otherPoint = proved(theirs, session);
  const paillier = paillierKey();
  const n = paillier.p * paillier.q;
  const encrypted = encrypt(n, scalar);
  const proof = prove(scalar, session);
  channel.send({
    kind: 'keygen-reveal',
    point: point.toHex(),
    nonce,
    ...proof,
    n: hex(n),
    encrypted: hex(encrypted),
  });
  await expect(channel, 'keygen-kept', []);
  return share(0, scalar, point.add(otherPoint), { p: hex(paillier.p), q: hex(paillier.q) });
}

/** Party 1's side. It keeps its share before it says so. */
export async function keygenAsFollower(
  channel: Channel,
  session: string,
  keep: (made: KeyShare) => void,
): Promise<KeyShare> {
  const { hash } = await expect(channel, 'keygen-commit', ['hash']);
  const scalar = randomScalar();
  const point = Point.BASE.multiply(scalar);
  channel.send({ kind: 'keygen-point', point: point.toHex(), ...prove(scalar, session) });
  const fields = ['point', 'nonce', 'commitment', 'response', 'n', 'encrypted'] as const;
  const theirs = await expect(channel, 'keygen-reveal', fields);
  if (hashOf(theirs.point, theirs.nonce) !== hash) throw new SessionFailure('session_failed', 'another point');
  const { n, encrypted } = theirs;
  const made = share(1, scalar, point.add(proved(theirs, session)), { n, encrypted });
  keep(made);
  channel.send({ kind: 'keygen-kept' });
  return made;
}

/** A point whose scalar its sender has proved to know. */
export function proved(
  said: { readonly point: string; readonly commitment: string; readonly response: string },
  session: string,
): CurvePoint {
  number(said.response);
  const point = Point.fromHex(said.point);
  if (!isProved(point, said, session)) throw new SessionFailure('session_failed', 'not proved');
  return point;
}

function share(party: 0 | 1, scalar: bigint, key: CurvePoint, paillier: KeyShare['paillier']): KeyShare {
  const publicKey = key.toHex(false);
  return { party, epoch: 0, address: addressOf(publicKey), publicKey, scalar: hex(scalar), paillier };
}
