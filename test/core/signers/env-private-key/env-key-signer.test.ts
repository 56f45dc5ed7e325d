import { SigningKey, Transaction } from 'ethers';
import { afterEach, describe, expect, it } from 'vitest';
import type { Hex } from '../../../../core/domain/hex.ts';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import { createEnvKeySigner } from '../../../../core/signers/env-private-key/env-key-signer.ts';
import type { Signer } from '../../../../core/signers/signer.ts';
import { isTextSignedBy, verifySignature } from '../../../../core/signers/verify.ts';
import {
  approved,
  from,
  key,
  noProgress,
  noSignal,
  otherKey,
  realOptions,
  to,
  transaction,
} from '../child/child-kit.ts';

let signer: Signer;
const open = (privateKey: string | null = key): Signer => {
  signer = createEnvKeySigner({ ...realOptions(), privateKey: () => privateKey });
  return signer;
};
afterEach(() => signer.close());

const types: readonly UnsignedTransaction[] = [
  transaction,
  {
    ...transaction,
    type: 1,
    gasPriceWei: 7n,
    maxFeePerGasWei: null,
    maxPriorityFeePerGasWei: null,
    accessList: [{ address: to, storageKeys: [`0x${'0a'.repeat(32)}` as Hex] }],
  },
  { ...transaction, type: 0, gasPriceWei: 7n, maxFeePerGasWei: null, maxPriorityFeePerGasWei: null, to: null },
];

describe('the key out of the environment', { timeout: 30_000 }, () => {
  it('signs each type for a development chain, as ethers would, and is believed', async () => {
    open();
    for (const given of types) {
      const asked = approved(given);
      const claimed = await signer.sign(asked, noProgress, noSignal);
      if (!claimed.ok) throw new Error(claimed.error.code);
      const expected = Transaction.from(asked.unsigned);
      expected.signature = new SigningKey(key).sign(asked.digest);
      expect(verifySignature('env_private_key', asked, claimed.value)).toMatchObject({
        ok: true,
        value: { raw: expected.serialized },
      });
    }
    expect(signer.state()).toMatchObject({ code: 'ready', isReady: true });
  });

  it('signs for no other chain, whatever the rules allow', async () => {
    open();
    expect(await signer.sign(approved({ ...transaction, chainId: 1n }), noProgress, noSignal)).toMatchObject({
      ok: false,
      error: { code: 'signer-refused', signer: 'env_private_key', signerCode: 'env_key_paper_only' },
    });
  });

  it('says its address and signs a text of the signer test', async () => {
    open();
    expect(await signer.address({ show: false }, noSignal)).toEqual({ ok: true, value: from });
    const text = 'Portcullis signer test: 24 words of nothing';
    const claimed = await signer.signText(text, noProgress, noSignal);
    expect(claimed.ok && isTextSignedBy(text, claimed.value, from)).toBe(true);
  });

  it('is not used for a transaction of another pinned address', async () => {
    open(otherKey);
    expect(await signer.sign(approved(), noProgress, noSignal)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', state: 'address-differs' },
    });
  });

  it.each([
    [null, 'no-key'],
    ['0xnothing', 'bad-file'],
    [`0x${'00'.repeat(32)}`, 'bad-file'],
    ['0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141', 'bad-file'],
  ])('cannot be asked when it is %s', async (given, state) => {
    open(given);
    expect(await signer.address({ show: false }, noSignal)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', retry: 'safe', state },
    });
    expect(signer.state()).toMatchObject({ code: state, isReady: false });
  });
});
