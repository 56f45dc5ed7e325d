import { computeAddress } from 'ethers';
import { describe, expect, it } from 'vitest';
import { derivationStrength, type Keystore, readKeystore } from '../../../../core/signers/keystore/keystore.ts';
import { openKeystore } from '../../../../core/signers/keystore/open-keystore.ts';
import { published } from './vectors.ts';

const { pbkdf2, scrypt } = published;
const address = computeAddress(`0x${published.key}`);
const password = (text: string = published.password): Uint8Array => new TextEncoder().encode(text);
const read = (value: unknown): Keystore => {
  const keystore = readKeystore(typeof value === 'string' ? value : JSON.stringify(value));
  if (!keystore.ok) throw new Error(keystore.error.why);
  return keystore.value;
};
const badFile = { ok: false, error: { state: 'bad-file' } };
/** Weak parameters, so that refusals that come after the derivation are quick. */
const inCrypto = (changes: object, of: { readonly crypto: object } = scrypt) => ({
  ...of,
  crypto: { ...of.crypto, ...changes },
});
const inScrypt = (changes: object) => inCrypto({ kdfparams: { ...scrypt.crypto.kdfparams, ...changes } });
const inPbkdf2 = (changes: object) => inCrypto({ kdfparams: { ...pbkdf2.crypto.kdfparams, ...changes } }, pbkdf2);

describe('the published keystores', { timeout: 30_000 }, () => {
  it.each([
    ['pbkdf2', pbkdf2],
    ['scrypt with an N that OpenSSL refuses', scrypt],
  ])('open: %s', { timeout: 60_000 }, async (_name, vector) => {
    const opened = await openKeystore(read(vector), password());
    expect(opened.ok && Buffer.from(opened.value.key).toString('hex')).toBe(published.key);
    expect(opened.ok && opened.value.address).toBe(address);
  });

  it('do not open with another password, or after a change to what the password covers', async () => {
    const wrong = { ok: false, error: { state: 'wrong-password' } };
    expect(await openKeystore(read(pbkdf2), password('Testpassword'))).toMatchObject(wrong);
    expect(await openKeystore(read(pbkdf2), password(''))).toMatchObject(wrong);
    const ciphertext = pbkdf2.crypto.ciphertext.replace(/^53/, '54');
    expect(await openKeystore(read(inCrypto({ ciphertext }, pbkdf2)), password())).toMatchObject(wrong);
  });

  it('open as what they say they are, or not at all', async () => {
    const said = (text: string) => openKeystore(read({ ...pbkdf2, address: text }), password());
    for (const right of [address, address.slice(2).toLowerCase(), address.toLowerCase()]) {
      expect(await said(right)).toMatchObject({ ok: true, value: { address } });
    }
    expect(await said(address.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).toMatchObject({
      ok: false,
      error: { state: 'address-differs' },
    });
  });

  it('are taken with Crypto in upper case, 0x before bytes, and other things beside it', () => {
    const { crypto, ...rest } = scrypt;
    expect(read({ ...rest, Crypto: crypto, name: 'mine', 'x-ethers': { client: 'x' } })).toEqual(read(scrypt));
    expect(read(inCrypto({ mac: `0x${scrypt.crypto.mac.toUpperCase()}` }))).toEqual(read(scrypt));
  });
});

describe('a keystore', () => {
  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a text', '"crypto"'],
    ['more than 64 KiB', JSON.stringify({ ...scrypt, name: 'x'.repeat(65_536) })],
    ['version 1', { ...scrypt, version: 1 }],
    ['version 4', { ...scrypt, version: 4 }],
    ['a version in quotes', { ...scrypt, version: '3' }],
    ['no crypto', { version: 3 }],
    ['two cryptos', { ...scrypt, Crypto: pbkdf2.crypto }],
    ['a repeated key', JSON.stringify(scrypt).replace('{"dklen":32', '{"n":2,"dklen":32')],
    ['a repeated key, escaped', JSON.stringify(scrypt).replace('{"dklen":32', '{"\\u006e":2,"dklen":32')],
    ['a repeated key in another case', JSON.stringify(scrypt).replace('{"dklen":32', '{"N":2,"dklen":32')],
    ['a field in crypto that is not known', inCrypto({ hint: 'x' })],
    ['a parameter that is not known', inScrypt({ maxmem: 1 })],
    ['another cipher', inCrypto({ cipher: 'aes-128-cbc' })],
    ['another derivation', inCrypto({ kdf: 'argon2id' })],
    ['a derivation with the parameters of the other', inCrypto({ kdf: 'pbkdf2' })],
    ['a short IV', inCrypto({ cipherparams: { iv: 'ab'.repeat(15) } })],
    ['a short MAC', inCrypto({ mac: scrypt.crypto.mac.slice(2) })],
    ['a key of 31 bytes', inCrypto({ ciphertext: scrypt.crypto.ciphertext.slice(2) })],
    ['a key of 33 bytes', inCrypto({ ciphertext: `${scrypt.crypto.ciphertext}00` })],
    ['bytes that are none', inCrypto({ mac: 'xy'.repeat(32) })],
    ['an address that is none', { ...scrypt, address: '0x00' }],
    ['an empty address', { ...scrypt, address: '' }],
    ['N that is no power of two', inScrypt({ n: 262143 })],
    ['N of 1', inScrypt({ n: 1 })],
    ['N above 2^20', inScrypt({ n: 2 ** 21 })],
    ['N in quotes', inScrypt({ n: '262144' })],
    ['N below zero', inScrypt({ n: -2 })],
    ['a fraction for N', inScrypt({ n: 2.5 })],
    ['r above 16', inScrypt({ r: 17 })],
    ['r of 0', inScrypt({ r: 0 })],
    ['p above 16', inScrypt({ p: 17 })],
    ['more than 1 GiB', inScrypt({ n: 2 ** 20, r: 9, p: 1 })],
    ['each in bounds, together too much', inScrypt({ n: 2 ** 20, r: 4, p: 16 })],
    ['a derived key of 16 bytes', inScrypt({ dklen: 16 })],
    ['a derived key of 64 bytes', inScrypt({ dklen: 64 })],
    ['no salt', inScrypt({ salt: '' })],
    ['a long salt', inScrypt({ salt: 'ab'.repeat(65) })],
    ['another hash', inPbkdf2({ prf: 'hmac-sha1' })],
    ['no rounds', inPbkdf2({ c: 0 })],
    ['too many rounds', inPbkdf2({ c: 10_000_001 })],
    ['a derived key of 31 bytes', inPbkdf2({ dklen: 31 })],
  ])('is refused with %s', (_what, value) => {
    expect(readKeystore(typeof value === 'string' ? value : JSON.stringify(value))).toMatchObject(badFile);
  });

  it('is said to be weak when a password could be tried quickly', () => {
    expect(derivationStrength(read(scrypt))).toEqual({ text: 'scrypt, N 262144, r 1, p 8', isWeak: false });
    expect(derivationStrength(read(inScrypt({ n: 32768, r: 8, p: 1 })))).toMatchObject({ isWeak: false });
    expect(derivationStrength(read(inScrypt({ n: 16384, r: 16, p: 16 })))).toMatchObject({ isWeak: true });
    expect(derivationStrength(read(inScrypt({ n: 65536, r: 1, p: 1 })))).toMatchObject({ isWeak: true });
    expect(derivationStrength(read(pbkdf2))).toEqual({ text: 'PBKDF2, 262144 rounds', isWeak: false });
    expect(derivationStrength(read(inPbkdf2({ c: 99_999 })))).toMatchObject({ isWeak: true });
  });
});
