import { Signature, SigningKey, Transaction, Wallet } from 'ethers';
import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../../core/domain/address.ts';
import { type Hex, noBytes } from '../../../core/domain/hex.ts';
import { signable } from '../../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../../core/domain/transaction/unsigned-transaction.ts';
import { isTextSignedBy, verifySignature } from '../../../core/signers/verify.ts';

// Published development keys of anvil and hardhat; never for funds.
const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const otherKey = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const from = parseAddress(new Wallet(key).address) as Address;
const to = parseAddress(new Wallet(otherKey).address) as Address;
const transaction: UnsignedTransaction = {
  type: 2,
  chainId: 31337n,
  nonce: 3,
  to,
  valueWei: 10n ** 18n,
  gas: 21_000n,
  gasPriceWei: null,
  maxFeePerGasWei: 2_000_000_000n,
  maxPriorityFeePerGasWei: 1n,
  data: noBytes,
  accessList: [],
};
const asked = signable(transaction, from);

/** What a signer with `secret` answers for these bytes. */
function raw(unsigned: Hex, secret = key): Hex {
  const signed = Transaction.from(unsigned);
  signed.signature = new SigningKey(secret).sign(signed.unsignedHash);
  return signed.serialized as Hex;
}
const claimed = (bytes: Hex) => verifySignature('remote', asked, { form: 'raw', raw: bytes, clearSigned: null });
const mismatch = { ok: false, error: { code: 'signature-mismatch', retry: 'never', signer: 'remote' } };
const padded = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}` as Hex;

describe('what a signer answers', () => {
  it('is taken when it is the approved transaction by the pinned address', () => {
    const bytes = raw(asked.unsigned);
    expect(claimed(bytes)).toMatchObject({ ok: true, value: { raw: bytes, hash: Transaction.from(bytes).hash } });
  });

  it('is refused for a difference in any one field', () => {
    const altered: readonly UnsignedTransaction[] = [
      { ...transaction, nonce: 4 },
      { ...transaction, chainId: 1n },
      { ...transaction, to: from },
      { ...transaction, to: null, data: '0x6001600155' as Hex },
      { ...transaction, valueWei: transaction.valueWei + 1n },
      { ...transaction, gas: 21_001n },
      { ...transaction, maxFeePerGasWei: 2_000_000_001n },
      { ...transaction, maxPriorityFeePerGasWei: 2n },
      { ...transaction, data: '0x00' as Hex },
      { ...transaction, accessList: [{ address: to, storageKeys: [] }] },
      { ...transaction, type: 0, gasPriceWei: 2_000_000_000n, maxFeePerGasWei: null, maxPriorityFeePerGasWei: null },
    ];
    for (const other of altered) expect(claimed(raw(signable(other, from).unsigned))).toMatchObject(mismatch);
  });

  it('is refused by another sender, cut short, unsigned, or with a high s', () => {
    expect(claimed(raw(asked.unsigned, otherKey))).toMatchObject(mismatch);
    expect(claimed(raw(asked.unsigned).slice(0, -2) as Hex)).toMatchObject(mismatch);
    expect(claimed(asked.unsigned)).toMatchObject(mismatch);
    expect(claimed('0xdeadbeef' as Hex)).toMatchObject(mismatch);
    const { s } = new SigningKey(key).sign(asked.digest);
    const encoded = raw(asked.unsigned).replace(s.slice(2), padded(order - BigInt(s)).slice(2));
    expect(encoded).not.toBe(raw(asked.unsigned));
    expect(claimed(encoded as Hex)).toMatchObject(mismatch);
  });

  it('may be two numbers: the recovery is found here and a high s brought down', () => {
    const { r, s } = new SigningKey(key).sign(asked.digest);
    const numbers = (rr: string, ss: string) =>
      verifySignature('ledger', asked, { form: 'numbers', r: rr as Hex, s: ss as Hex, clearSigned: true });
    const taken = { ok: true, value: { raw: raw(asked.unsigned) } };
    expect(numbers(r, s)).toMatchObject(taken);
    expect(numbers(r, padded(order - BigInt(s)))).toMatchObject(taken);
    for (const [rr, ss] of [
      [padded(0n), s],
      [r, padded(0n)],
      [padded(order), s],
      [r, padded(order)],
      [s, r],
      ['0x', ''],
      [r.slice(0, -2), s],
    ] as const) {
      expect(numbers(rr, ss)).toMatchObject({ ok: false, error: { code: 'signature-mismatch', signer: 'ledger' } });
    }
  });

  it('over a text is by the address or is not', () => {
    const text = 'a text of ours';
    const { r, s } = Signature.from(new Wallet(key).signMessageSync(text));
    expect(isTextSignedBy(text, { r: r as Hex, s: s as Hex }, from)).toBe(true);
    expect(isTextSignedBy('another text', { r: r as Hex, s: s as Hex }, from)).toBe(false);
    expect(isTextSignedBy(text, { r: r as Hex, s: s as Hex }, to)).toBe(false);
    expect(isTextSignedBy(text, { r: noBytes, s: noBytes }, from)).toBe(false);
  });
});
