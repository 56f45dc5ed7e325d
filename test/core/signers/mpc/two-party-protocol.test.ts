import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, it } from 'vitest';
import { pairedChannels } from '../../../mpc/protocol/channel.ts';
import type { KeyShare } from '../../../mpc/protocol/key-share.ts';
import { keygenAsFollower, keygenAsLeader } from '../../../mpc/protocol/keygen.ts';
import { decrypt, encrypt, paillierKey } from '../../../mpc/protocol/paillier.ts';
import { isWhole, refreshAsFollower, refreshAsLeader } from '../../../mpc/protocol/refresh.ts';
import { signAsFollower, signAsLeader } from '../../../mpc/protocol/sign.ts';

const digest = 'ab'.repeat(32);

async function keygen(): Promise<readonly [KeyShare, KeyShare]> {
  const [leader, follower] = pairedChannels();
  return Promise.all([keygenAsLeader(leader, 'k'), keygenAsFollower(follower, 'k', () => undefined)]);
}

async function sign(first: KeyShare, second: KeyShare): Promise<string> {
  const [leader, follower] = pairedChannels();
  const [signature] = await Promise.all([
    signAsLeader(leader, first, digest, 's'),
    signAsFollower(follower, second, digest, 's'),
  ]);
  return signature;
}

function verifies(signature: string, { publicKey }: KeyShare): boolean {
  const compact = secp256k1.Signature.fromHex(signature, 'der').toBytes('compact');
  return secp256k1.verify(compact, Buffer.from(digest, 'hex'), Buffer.from(publicKey, 'hex'), { prehash: false });
}

describe('the two-party signer of the tests', () => {
  it('makes one key of two shares, neither of which is the key, and signs with both', async () => {
    const [first, second] = await keygen();
    expect(first.address).toBe(second.address);
    expect(isWhole(first, second)).toBe(true);
    const signatures = [await sign(first, second), await sign(first, second)];
    for (const signature of signatures) expect(verifies(signature, first)).toBe(true);
    expect(signatures[0]).not.toBe(signatures[1]);
  });

  it('refreshes both shares for the same key; an old share and a new one cannot sign', async () => {
    const [first, second] = await keygen();
    const [leader, follower] = pairedChannels();
    const [newFirst, newSecond] = await Promise.all([
      refreshAsLeader(leader, first),
      refreshAsFollower(follower, second, () => undefined),
    ]);
    expect(newFirst).toMatchObject({ epoch: 1, address: first.address });
    expect(isWhole(newFirst, newSecond)).toBe(true);
    expect(isWhole(newFirst, second)).toBe(false);
    expect(verifies(await sign(newFirst, newSecond), first)).toBe(true);
    await expect(sign(newFirst, second)).rejects.toMatchObject({ code: 'signature_invalid' });
    await expect(sign(first, newSecond)).rejects.toMatchObject({ code: 'signature_invalid' });
  });

  it('has an encryption under which sums can be made', () => {
    const key = paillierKey();
    const n = key.p * key.q;
    const sum = (encrypt(n, 41n) * encrypt(n, 1n)) % (n * n);
    expect(decrypt(key, sum)).toBe(42n);
  });
});
