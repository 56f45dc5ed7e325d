import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeAddress } from 'ethers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { err, ok } from '../../../../core/domain/result.ts';
import { systemClock } from '../../../../core/node-ports.ts';
import { keystoreChild } from '../../../../core/signers/child/keystore-child.ts';
import { nodeChild } from '../../../../core/signers/child/node-child.ts';

import { createKeystore, drawLots } from '../../../../core/signers/keystore/create-keystore.ts';
import { readKeystoreFile, writeNewKeystoreFile } from '../../../../core/signers/keystore/keystore-file.ts';
import { createKeystoreSigner, type KeystoreSignerOptions } from '../../../../core/signers/keystore/keystore-signer.ts';
import { verifySignature } from '../../../../core/signers/verify.ts';
import {
  approved,
  from,
  keptLog,
  key,
  noProgress,
  noSignal,
  program,
  realOptions,
  transaction,
} from '../child/child-kit.ts';
import { published } from './vectors.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const password = 'a password that is a canary';
let folder: string;
const at = (name: string): string => join(folder, name);

const child = keystoreChild(nodeChild(program), systemClock, 30_000);

/** A keystore written by a child, as the console does it: of a new key, or of another keystore's. */
async function write(given: 'new' | { readonly text: string; readonly password: string }, newPassword = password) {
  const source =
    given === 'new'
      ? { from: given }
      : { from: 'keystore' as const, text: given.text, password: bytes(given.password) };
  const secrets = [bytes(newPassword), ...(source.from === 'keystore' ? [source.password] : [])];
  const written = await child.write(source, secrets[0] ?? bytes(''), 'quick');
  expect(secrets.flatMap((secret) => [...secret]).every((byte) => byte === 0)).toBe(true);
  return written;
}

/** A keystore of a key that is known. */
async function textOf(secret: string): Promise<string> {
  const raw = Uint8Array.from(Buffer.from(secret.slice(2), 'hex'));
  const written = await createKeystore(raw, bytes(password), drawLots(randomBytes), 'quick');
  if (!written.ok) throw new Error(written.error.why);
  return written.value.text;
}

function open(file: string, changes: Partial<KeystoreSignerOptions> = {}) {
  const log = keptLog();
  const signer = createKeystoreSigner({
    ...realOptions(),
    log,
    readFile: () => readKeystoreFile(at(file)),
    password: async () => ok(bytes(password)),
    ...changes,
  });
  onTestFinished(() => signer.close());
  return { signer, log };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystore-signer-'));
  await writeNewKeystoreFile(at('mine'), await textOf(key));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the keystore signer', { timeout: 30_000 }, () => {
  it('signs for any chain that the rules allow, and is believed', async () => {
    const { signer } = open('mine', { rules: { SIGNER_ALLOWED_CHAIN_IDS: '1,31337' } });
    const asked = approved({ ...transaction, chainId: 1n });
    const claimed = await signer.sign(asked, noProgress, noSignal);
    if (!claimed.ok) throw new Error(claimed.error.code);
    expect(verifySignature('keystore', asked, claimed.value)).toMatchObject({ ok: true });
    expect(signer.state()).toEqual({ code: 'ready', isReady: true, text: 'The keystore is open.', needs: null });
    expect(signer.capabilities()).toEqual({
      types: [0, 1, 2],
      accessLists: true,
      hasScreen: false,
      signsTexts: true,
    });
  });

  it('refuses by its own rules, with the code of the rule, and goes on', async () => {
    const { signer } = open('mine', { rules: { SIGNER_ALLOWED_CHAIN_IDS: '31337' } });
    expect(await signer.sign(approved({ ...transaction, chainId: 1n }), noProgress, noSignal)).toMatchObject({
      ok: false,
      error: { code: 'signer-refused', retry: 'never', signer: 'keystore', signerCode: 'chain_id_not_allowed' },
    });
    expect(await signer.sign(approved(), noProgress, noSignal)).toMatchObject({ ok: true });
  });

  it.each<[string, string, Partial<KeystoreSignerOptions>]>([
    ['no-file', 'no-such-file', {}],
    ['bad-file', 'broken', {}],
    ['wrong-password', 'mine', { password: async () => ok(bytes('wrong')) }],
    ['address-differs', 'lying', {}],
    ['locked', 'mine', { password: async () => err({ code: 'vault-locked', retry: 'never' }) }],
    ['no-password', 'mine', { password: async () => err({ code: 'not-found', retry: 'never', what: 'password' }) }],
    ['bad-rules', 'mine', { rules: { SIGNER_MAX_GAS: '-1' } }],
  ])('is unavailable and says what to do: %s', async (state, file, changes) => {
    writeFileSync(at('broken'), '{"version":3}', { mode: 0o600 });
    const lying = JSON.stringify({ ...published.pbkdf2, address: from });
    writeFileSync(at('lying'), lying, { mode: 0o600 });
    const asPublished = state === 'address-differs' ? { password: async () => ok(bytes(published.password)) } : {};
    const { signer, log } = open(file, { ...asPublished, ...changes });
    expect(await signer.sign(approved(), noProgress, noSignal)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', retry: 'safe', signer: 'keystore', state },
    });
    expect(signer.state()).toMatchObject({ code: state, isReady: false, needs: expect.stringMatching(/\.$/) });
    expect(log.lines.join()).not.toContain(password);
  });

  it('asks for its password again after a wrong one', async () => {
    const passwords = ['wrong', password];
    const { signer } = open('mine', { password: async () => ok(bytes(passwords.shift() ?? '')) });
    expect(await signer.address({ show: false }, noSignal)).toMatchObject({ error: { state: 'wrong-password' } });
    expect(await signer.address({ show: true }, noSignal)).toEqual({ ok: true, value: from });
    expect(signer.state()).toMatchObject({ code: 'ready' });
  });

  it('overwrites the password it was given', async () => {
    const given = bytes(password);
    const { signer } = open('mine', { password: async () => ok(given) });
    await signer.address({ show: false }, noSignal);
    expect(given.every((byte) => byte === 0)).toBe(true);
  });

  it('says that others can read its file', async () => {
    writeFileSync(at('readable'), await textOf(key), { mode: 0o644 });
    const { signer } = open('readable');
    await signer.address({ show: false }, noSignal);
    expect(signer.state()).toMatchObject({ code: 'ready', isReady: true, needs: expect.stringContaining('chmod 600') });
  });
});

describe('a keystore written in a child', { timeout: 30_000 }, () => {
  it('holds the key of another under a new password, and the old one stays as it was', async () => {
    const old = { text: JSON.stringify(published.pbkdf2), password: published.password };
    const written = await write(old, 'another');
    if (!written.ok) throw new Error(written.error.state);
    const { address, text } = written.value;
    expect(address).toBe(computeAddress(`0x${published.key}`));
    const tried = (given: string) => child.tryOpen({ from: 'keystore', text, password: bytes(given) });
    expect(await tried('another')).toEqual({ ok: true, value: address });
    expect(await tried(published.password)).toMatchObject({ ok: false, error: { state: 'wrong-password' } });
    expect(await write({ text, password: 'neither' })).toMatchObject({ ok: false, error: { state: 'wrong-password' } });
    expect(await write(old)).toMatchObject({ ok: true, value: { address } });
  });

  it('holds a key that nobody had before, another each time', async () => {
    const [one, other] = [await write('new'), await write('new')];
    if (!one.ok || !other.ok) throw new Error('it is not written');
    expect(one.value.address).not.toBe(other.value.address);
    expect(await child.tryOpen({ from: 'keystore', text: one.value.text, password: bytes(password) })).toEqual({
      ok: true,
      value: one.value.address,
    });
  });

  it('is not made of what is no keystore, nor without a password', async () => {
    const bad = { ok: false, error: { state: 'bad-file' } };
    expect(await write({ text: '{}', password })).toMatchObject(bad);
    expect(await write('new', '')).toMatchObject(bad);
  });

  it('is not made when the child cannot be started', async () => {
    const nowhere = keystoreChild(nodeChild({ ...program, nodePath: '/nowhere/node' }), systemClock, 30_000);
    const lost = { ok: false, error: { state: 'lost' } };
    expect(await nowhere.write({ from: 'new' }, bytes(password), 'quick')).toMatchObject(lost);
    const source = { from: 'keystore', text: JSON.stringify(published.pbkdf2), password: bytes(password) } as const;
    expect(await nowhere.tryOpen(source)).toMatchObject(lost);
    expect(source.password.every((byte) => byte === 0)).toBe(true);
  });
});
