import { randomBytes } from 'node:crypto';
import { computeAddress } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createKeystore, drawLots, keystoreStrengths } from '../../../../core/signers/keystore/create-keystore.ts';
import { readKeystore } from '../../../../core/signers/keystore/keystore.ts';
import { openKeystore } from '../../../../core/signers/keystore/open-keystore.ts';
import { published } from './vectors.ts';

const key = (): Uint8Array => Uint8Array.from(Buffer.from(published.key, 'hex'));
const address = computeAddress(`0x${published.key}`);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lots = { salt: new Uint8Array(32).fill(7), iv: new Uint8Array(16).fill(9), id: new Uint8Array(16).fill(255) };
const opened = async (text: string, password: string) => {
  const keystore = readKeystore(text);
  return keystore.ok ? openKeystore(keystore.value, bytes(password)) : keystore;
};

describe('a keystore of ours', { timeout: 30_000 }, () => {
  it('opens with its password, has the strength asked for, and is the same from the same lots', async () => {
    const written = await createKeystore(key(), bytes('correct horse'), lots, 'quick');
    if (!written.ok) throw new Error(written.error.why);
    expect(written.value.address).toBe(address);
    expect(JSON.parse(written.value.text)).toMatchObject({
      version: 3,
      id: 'ffffffff-ffff-4fff-bfff-ffffffffffff',
      address: address.slice(2).toLowerCase(),
      crypto: { kdfparams: { n: keystoreStrengths.quick, r: 8, p: 1, dklen: 32 } },
    });
    expect(await opened(written.value.text, 'correct horse')).toMatchObject({ ok: true, value: { address } });
    expect(await opened(written.value.text, 'correct horse ')).toMatchObject({ error: { state: 'wrong-password' } });
    expect(await createKeystore(key(), bytes('correct horse'), lots, 'quick')).toEqual(written);
    expect(await createKeystore(key(), bytes('correct horse'), drawLots(randomBytes), 'quick')).not.toEqual(written);
  });

  it('is not made around what is no key, or without a password', async () => {
    const bad = { ok: false, error: { state: 'bad-file' } };
    expect(await createKeystore(new Uint8Array(32), bytes('x'), lots, 'quick')).toMatchObject(bad);
    expect(await createKeystore(key().subarray(1), bytes('x'), lots, 'quick')).toMatchObject(bad);
    expect(await createKeystore(key(), bytes(''), lots, 'quick')).toMatchObject(bad);
  });

  // One text in two forms: e and i with accents of their own (NFD), as some systems type them, and composed (NFC, here also NFKC).
  const apart = 'passe\u0301 \uFB01ni';
  const composed = 'pass\u00E9 fini';

  it('opens however the keyboard composes a password', async () => {
    const written = await createKeystore(key(), bytes(apart), lots, 'quick');
    if (!written.ok) throw new Error(written.error.why);
    expect(await opened(written.value.text, apart)).toMatchObject({ ok: true });
    expect(await opened(written.value.text, composed)).toMatchObject({ ok: true });
    expect(await opened(written.value.text, 'passe fini')).toMatchObject({ error: { state: 'wrong-password' } });
  });

  it('is not opened by bytes that are not UTF-8', async () => {
    const keystore = readKeystore(JSON.stringify(published.pbkdf2));
    if (!keystore.ok) throw new Error(keystore.error.why);
    expect(await openKeystore(keystore.value, Uint8Array.of(0xff, 0xfe))).toMatchObject({
      error: { state: 'wrong-password' },
    });
  });
});
