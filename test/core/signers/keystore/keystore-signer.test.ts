import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { err, ok } from '../../../../core/domain/result.ts';
import { systemClock, systemIds } from '../../../../core/node-ports.ts';
import { nodeChild } from '../../../../core/signers/child/node-child.ts';
import { writeKeystore } from '../../../../core/signers/child/write-keystore.ts';
import { drawLots } from '../../../../core/signers/keystore/create-keystore.ts';
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
  otherKey,
  program,
  realOptions,
  transaction,
} from '../child/child-kit.ts';
import { published } from './vectors.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const password = 'a password that is a canary';
let folder: string;
const at = (name: string): string => join(folder, name);

/** A keystore written by a child, as the console does it. */
async function write(secret: string | { readonly text: string; readonly password: string }, newPassword = password) {
  const order = {
    source:
      typeof secret === 'string'
        ? { from: 'environment' as const, key: Uint8Array.from(Buffer.from(secret.slice(2), 'hex')) }
        : { from: 'keystore' as const, text: secret.text, password: bytes(secret.password) },
    newPassword: bytes(newPassword),
    lots: drawLots(systemIds),
    strength: 'quick' as const,
  };
  const written = await writeKeystore(nodeChild(program), systemClock, order, 30_000);
  const secrets = order.source.from === 'keystore' ? order.source.password : order.source.key;
  expect([...secrets, ...order.newPassword].every((byte) => byte === 0)).toBe(true);
  return written;
}

async function textOf(...given: Parameters<typeof write>): Promise<string> {
  const written = await write(...given);
  if (!written.ok) throw new Error(written.error.code);
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
    const text = await textOf({ text: JSON.stringify(published.pbkdf2), password: published.password }, 'another');
    expect(await write({ text, password: 'another' })).toMatchObject({ ok: true });
    expect(await write({ text, password: published.password })).toEqual({
      ok: false,
      error: { code: 'wrong-passphrase', retry: 'safe' },
    });
  });

  it('is not made of what is no keystore or no key', async () => {
    const invalid = { ok: false, error: { code: 'invalid-input' } };
    expect(await write({ text: '{}', password })).toMatchObject(invalid);
    expect(await write(`0x${'00'.repeat(32)}`)).toMatchObject(invalid);
    expect(await write(otherKey, '')).toMatchObject(invalid);
  });

  it('is not made when the child cannot be started', async () => {
    const order = {
      source: { from: 'environment' as const, key: new Uint8Array(32).fill(1) },
      newPassword: bytes(password),
      lots: drawLots(systemIds),
      strength: 'quick' as const,
    };
    const start = nodeChild({ ...program, nodePath: '/nowhere/node' });
    expect(await writeKeystore(start, systemClock, order, 30_000)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', state: 'lost' },
    });
  });
});
