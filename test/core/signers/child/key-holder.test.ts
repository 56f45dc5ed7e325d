import { randomBytes } from 'node:crypto';
import { computeAddress, SigningKey } from 'ethers';
import { describe, expect, it } from 'vitest';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import { createKeyHolder } from '../../../../core/signers/child/key-holder.ts';
import type { ChildRequest, RuleTexts } from '../../../../core/signers/child/protocol.ts';
import { isTextSignedBy } from '../../../../core/signers/verify.ts';
import { published } from '../keystore/vectors.ts';
import { approved, from, key, to, transaction } from './child-kit.ts';

const secret = (): Uint8Array => Uint8Array.from(Buffer.from(key.slice(2), 'hex'));
async function holding(rules: RuleTexts = {}) {
  const holder = createKeyHolder(randomBytes);
  const bytes = secret();
  const opened = await holder.answer({ kind: 'open', rules, source: { from: 'environment', key: bytes } });
  return { holder, bytes, opened };
}
const refused = (code: string) => ({ ok: false, error: { state: 'refused', code } });

describe('what holds a key', () => {
  it('signs the digest of the bytes it read, as ethers does', async () => {
    const { holder, opened } = await holding();
    expect(opened).toEqual({ ok: true, value: { kind: 'opened', address: from } });
    const { unsigned, digest } = approved();
    const { r, s, yParity } = new SigningKey(key).sign(digest);
    expect(await holder.answer({ kind: 'sign', unsigned })).toEqual({
      ok: true,
      value: { kind: 'signed', r, s, yParity },
    });
  });

  it.each<[RuleTexts, Partial<UnsignedTransaction>, string]>([
    [{ SIGNER_ALLOWED_CHAIN_IDS: '1337' }, {}, 'chain_id_not_allowed'],
    [{ SIGNER_ALLOWED_TO_ADDRESSES: from }, {}, 'to_not_allowed'],
    [{ SIGNER_MAX_VALUE_WEI: '999999999999999999' }, {}, 'value_too_large'],
    [{ SIGNER_MAX_GAS: '20999' }, {}, 'gas_too_large'],
    [{ SIGNER_MAX_GAS_PRICE_WEI: '1999999999' }, {}, 'gas_price_too_large'],
    [{ SIGNER_MAX_DATA_BYTES: '0' }, { data: '0x00' as UnsignedTransaction['data'] }, 'data_too_large'],
    [{ SIGNER_DISALLOW_CONTRACT_CREATION: 'true' }, { to: null }, 'contract_creation_not_allowed'],
  ])('refuses by its own rules %o', async (rules, changes, code) => {
    const { holder } = await holding(rules);
    const { unsigned } = approved({ ...transaction, ...changes });
    expect(await holder.answer({ kind: 'sign', unsigned })).toMatchObject(refused(code));
  });

  it('signs what is just within its rules', async () => {
    const { holder } = await holding({
      SIGNER_ALLOWED_CHAIN_IDS: '31337',
      SIGNER_ALLOWED_TO_ADDRESSES: to,
      SIGNER_MAX_VALUE_WEI: '1000000000000000000',
      SIGNER_MAX_GAS: '21000',
      SIGNER_MAX_GAS_PRICE_WEI: '2000000000',
      SIGNER_MAX_DATA_BYTES: '0',
      SIGNER_DISALLOW_CONTRACT_CREATION: 'true',
    });
    expect(await holder.answer({ kind: 'sign', unsigned: approved().unsigned })).toMatchObject({ ok: true });
  });

  it('does not open under rules that it cannot read', async () => {
    const { holder, opened, bytes } = await holding({ SIGNER_MAX_GAS: 'plenty' });
    expect(opened).toMatchObject({
      ok: false,
      error: { state: 'bad-rules', why: expect.stringContaining('SIGNER_MAX_GAS') },
    });
    expect(bytes).toEqual(new Uint8Array(32));
    expect(await holder.answer({ kind: 'sign', unsigned: approved().unsigned })).toMatchObject({
      error: { state: 'not-open' },
    });
  });

  it('signs no bytes that it cannot read, whatever they are', async () => {
    const { holder } = await holding();
    for (const unsigned of ['0x', '0x1901', '0x03c0', `${approved().unsigned}00`, 'hello']) {
      expect(await holder.answer({ kind: 'sign', unsigned })).toMatchObject(refused('unreadable_transaction'));
    }
    expect(await holder.answer({ kind: 'sign', unsigned: 7 } as unknown as ChildRequest)).toMatchObject({ ok: false });
    expect(await holder.answer({ kind: 'key' } as unknown as ChildRequest)).toMatchObject({
      error: { state: 'bad-request' },
    });
  });

  it('signs texts of the signer test and no others', async () => {
    const { holder } = await holding();
    const text = 'Portcullis signer test: 6f1d, 2026-01-01';
    const signed = await holder.answer({ kind: 'sign-text', text });
    expect(signed.ok && signed.value.kind === 'signed' && isTextSignedBy(text, signed.value, from)).toBe(true);
    for (const other of [
      'I agree to everything',
      ` ${text}`,
      `${text}\nand more`,
      `${text}é`,
      text.padEnd(301, 'x'),
      approved().unsigned,
    ]) {
      expect(await holder.answer({ kind: 'sign-text', text: other })).toMatchObject(refused('text_not_allowed'));
    }
  });

  it('overwrites its key when it is closed, and the password as soon as it was used', async () => {
    const { holder, bytes } = await holding();
    holder.close();
    expect(bytes).toEqual(new Uint8Array(32));
    expect(await holder.answer({ kind: 'sign-text', text: 'Portcullis signer test: x' })).toMatchObject({
      error: { state: 'not-open' },
    });
    const password = new TextEncoder().encode(published.password);
    const source = { from: 'keystore', text: JSON.stringify(published.pbkdf2), password } as const;
    expect(await holder.answer({ kind: 'open', rules: {}, source })).toMatchObject({ ok: true });
    expect(password.every((byte) => byte === 0)).toBe(true);
  });

  it('has no key any more after an attempt to open another one that failed', async () => {
    const { holder, bytes } = await holding();
    const source = { from: 'environment', key: new Uint8Array(32) } as const;
    expect(await holder.answer({ kind: 'open', rules: {}, source })).toMatchObject({ error: { state: 'bad-file' } });
    expect(bytes).toEqual(new Uint8Array(32));
    expect(await holder.answer({ kind: 'sign', unsigned: approved().unsigned })).toMatchObject({
      error: { state: 'not-open' },
    });
  });

  it('writes a keystore of a key that it draws itself, and forgets both', async () => {
    const drawn: Uint8Array[] = [];
    const holder = createKeyHolder((length) => {
      const bytes = new Uint8Array(length).fill(drawn.length + 1);
      drawn.push(bytes);
      return bytes;
    });
    const newPassword = new TextEncoder().encode('correct horse');
    const written = await holder.answer({ kind: 'write', source: { from: 'new' }, newPassword, strength: 'quick' });
    expect(written).toMatchObject({ ok: true, value: { address: computeAddress(`0x${'01'.repeat(32)}`) } });
    expect(JSON.stringify(written)).not.toContain('01'.repeat(16));
    expect([...(drawn[0] ?? [1]), ...newPassword].every((byte) => byte === 0)).toBe(true);
    expect(await holder.answer({ kind: 'sign', unsigned: approved().unsigned })).toMatchObject({
      error: { state: 'not-open' },
    });
  });
});
