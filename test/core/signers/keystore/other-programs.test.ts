import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decryptKeystoreJson, encryptKeystoreJson } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hexOf } from '../../../../core/domain/hex.ts';
import { createKeystore, drawLots } from '../../../../core/signers/keystore/create-keystore.ts';
import { derivationStrength, readKeystore } from '../../../../core/signers/keystore/keystore.ts';
import { openKeystore } from '../../../../core/signers/keystore/open-keystore.ts';
import { foundryBinary } from '../../../chain/anvil.ts';
import { from, key } from '../child/child-kit.ts';

const run = promisify(execFile);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystores-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** `cast wallet` with its answer on the one line that says it. */
async function castWallet(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(foundryBinary('cast'), ['wallet', ...args], { cwd: folder });
  return stdout.trim();
}

async function ours(password: string): Promise<string> {
  const lots = drawLots(randomBytes);
  const written = await createKeystore(
    Uint8Array.from(Buffer.from(key.slice(2), 'hex')),
    bytes(password),
    lots,
    'quick',
  );
  if (!written.ok) throw new Error(written.error.why);
  return written.value.text;
}

async function openHere(text: string, password: string) {
  const keystore = readKeystore(text);
  if (!keystore.ok) return keystore;
  const opened = await openKeystore(keystore.value, bytes(password));
  return opened.ok
    ? { key: hexOf(opened.value.key), address: opened.value.address, ...derivationStrength(keystore.value) }
    : opened;
}

// "é" composed and as a letter with an accent of its own, and the ligature "fi": what NFKC makes one of.
const plain = 'correct horse';
const composed = 'pass\u00E9 fini';
const apart = 'passe\u0301 \uFB01ni';

describe('a keystore of cast', { timeout: 60_000 }, () => {
  it.each([
    ['plain', plain],
    ['not-ascii', composed],
    ['not-normalised', apart],
  ])('opens here with its password, and its weakness is seen: %s', async (name, password) => {
    await castWallet('import', name, '--keystore-dir', folder, '--private-key', key, '--unsafe-password', password);
    const text = readFileSync(join(folder, name), 'utf8');
    expect(await openHere(text, password)).toMatchObject({ key, address: from, isWeak: true });
    expect(await openHere(text, `${password}!`)).toMatchObject({ ok: false, error: { state: 'wrong-password' } });
  });
});

describe('a keystore of ethers', { timeout: 60_000 }, () => {
  it.each([
    ['plain', plain],
    ['not normalised', apart],
  ])('opens here with the password as it was typed there: %s', async (_name, password) => {
    const text = await encryptKeystoreJson({ address: from, privateKey: key }, password, {
      scrypt: { N: 32_768, r: 8, p: 1 },
    });
    expect(await openHere(text, password)).toMatchObject({ key, address: from, isWeak: false });
    expect(await openHere(text, `${password}!`)).toMatchObject({ ok: false, error: { state: 'wrong-password' } });
  });
});

describe('a keystore of ours', { timeout: 60_000 }, () => {
  it.each([
    ['plain', plain],
    ['composed', composed],
  ])('opens in cast with the same password: %s', async (name, password) => {
    writeFileSync(join(folder, `ours-${name}`), await ours(password));
    const answer = await castWallet(
      'decrypt-keystore',
      `ours-${name}`,
      '--keystore-dir',
      folder,
      '--unsafe-password',
      password,
    );
    expect(answer).toContain(key);
  });

  it.each([
    ['plain', plain],
    ['not normalised', apart],
  ])('opens in ethers with the same password: %s', async (_name, password) => {
    expect(await decryptKeystoreJson(await ours(password), password)).toMatchObject({ address: from, privateKey: key });
  });
});
