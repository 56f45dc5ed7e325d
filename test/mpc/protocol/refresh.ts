import { type Channel, expect, SessionFailure } from './channel.ts';
import { hashOf, hex, mod, number, order, Point, randomScalar } from './curve.ts';
import { type KeyShare, sharePoint } from './key-share.ts';
import { encrypt, paillierKey } from './paillier.ts';

/** Party 0's side of a refresh: both add up to the same key as before, and neither new share fits an old one. The answer is pending. */
export async function refreshAsLeader(channel: Channel, share: KeyShare): Promise<KeyShare> {
  const own = hex(randomScalar());
  const nonce = hex(randomScalar());
  channel.send({ kind: 'refresh-commit', hash: hashOf(own, nonce) });
  const { part } = await expect(channel, 'refresh-part', ['part']);
  const shift = mod(number(own) + number(part), order);
  const scalar = mod(number(share.scalar) + shift, order);
  const paillier = paillierKey();
  const n = paillier.p * paillier.q;
  channel.send({ kind: 'refresh-reveal', part: own, nonce, n: hex(n), encrypted: hex(encrypt(n, scalar)) });
  await expect(channel, 'refresh-kept', []);
  return next(share, scalar, { p: hex(paillier.p), q: hex(paillier.q) });
}

/** Party 1's side. It keeps the pending share before it says so. */
export async function refreshAsFollower(
  channel: Channel,
  share: KeyShare,
  keep: (pending: KeyShare) => void,
): Promise<KeyShare> {
  const { hash } = await expect(channel, 'refresh-commit', ['hash']);
  const own = hex(randomScalar());
  channel.send({ kind: 'refresh-part', part: own });
  const theirs = await expect(channel, 'refresh-reveal', ['part', 'nonce', 'n', 'encrypted']);
  if (hashOf(theirs.part, theirs.nonce) !== hash) throw new SessionFailure('session_failed', 'another part');
  const shift = mod(number(own) + number(theirs.part), order);
  const scalar = mod(number(share.scalar) - shift, order);
  const pending = next(share, scalar, { n: theirs.n, encrypted: theirs.encrypted });
  keep(pending);
  channel.send({ kind: 'refresh-kept' });
  return pending;
}

function next(share: KeyShare, scalar: bigint, paillier: KeyShare['paillier']): KeyShare {
  return { ...share, epoch: share.epoch + 1, scalar: hex(scalar), paillier };
}

/** Whether the points of two shares add up to their key. */
export function isWhole(first: KeyShare, second: KeyShare): boolean {
  const sum = Point.fromHex(sharePoint(first)).add(Point.fromHex(sharePoint(second)));
  return sum.toHex(false) === first.publicKey && first.publicKey === second.publicKey;
}
