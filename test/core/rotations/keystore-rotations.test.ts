import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encryptKeystoreJson } from 'ethers';
import { expect, it, onTestFinished } from 'vitest';
import type { Procedure, ProcedureKind } from '../../../core/contract/shapes.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

/** The first two accounts of anvil's published mnemonic, "test test test test test test test test test test test junk". */
const owner = {
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  privateKey: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
};
const heir = {
  address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  privateKey: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
};
const oldPassword = 'the first password';
const othersPassword = 'the one that it came with';
const password = 'the password of the heir';
const newPassword = 'and the one after it';
/** Some derivations of the strongest kind, on a machine that does other things, too. */
const patientMs = 300_000;

it(
  'a keystore is replaced by another, and then put under another password, over restarts, and each file is needed until it goes',
  async () => {
    let core: TemporaryCore = await temporaryCore({ ports: { masterKey: new Uint8Array(32).fill(9) } });
    onTestFinished(() => core.remove());
    // What the console writes takes a second to open, and is opened often here: this stands in its place, the same key and password.
    const quick = { scrypt: { N: 2 ** 12, r: 8, p: 1 } };
    const asQuick = async (file: string, key: typeof heir, typed: string) =>
      writeFileSync(file, await encryptKeystoreJson(key, typed, quick), { mode: 0o600 });
    const strong = { kdf: 'scrypt, N 262144, r 8, p 1', isWeak: false };
    const first = join(core.folder, 'keystore.json');
    const second = join(core.folder, `keystore-${heir.address.toLowerCase()}.json`);
    await asQuick(first, owner, oldPassword);
    const current = async () => (await core.get('procedures.list', {}))[0] as Procedure;
    const step = async (word: string | null = null): Promise<Procedure> => {
      const { currentStepId, procedureId } = await current();
      return core.get('procedures.step', { procedureId, stepId: currentStepId ?? '', word });
    };
    const steps = async (...expected: readonly string[]): Promise<void> => {
      for (const next of expected) expect((await step()).currentStepId).toBe(next);
    };
    const approve = async (word?: string) => {
      const [asked] = await core.get('approvals.pending', {});
      const { approvalId, digest } = asked ?? { approvalId: '', digest: '' };
      return core.ask('approvals.decide', { approvalId, digest, answer: 'approve', word }, 'approval');
    };
    const start = async (kind: ProcedureKind) => {
      const { credentials } = await core.get('custody.list', {});
      const row = credentials.find((one) => one.kind === 'keystore-password');
      await core.get('procedures.start', { kind, credentialId: row?.credentialId ?? '' });
    };
    const release = async () => {
      await core.get('halt.requestRelease', {});
      expect(await approve('RELEASE')).toMatchObject({ ok: true });
    };
    const give = (typed: string) => core.get('keystore.password', { password: typed, keep: true }, 'approval');
    const deleteOld = (typed: string) => core.ask('keystore.deleteOld', { password: typed }, 'approval');
    const pinned = async () => (await core.get('signers.list', {})).pinned;

    await give(oldPassword);
    await core.get('signers.select', { kind: 'keystore' });
    await approve();
    expect(await pinned()).toBe(owner.address);

    await start('replace-keystore-key');
    await steps('new-keystore', 'new-keystore');
    expect((await current()).steps[1]).toMatchObject({ form: { name: 'keystore-create-beside' } });
    const oldFile = readFileSync(first);
    const text = await encryptKeystoreJson(heir, othersPassword, quick);
    const others = { text, password: othersPassword, newPassword: password, isBeside: true };
    expect(await core.ask('keystore.import', { ...others, newPassword: oldPassword }, 'approval')).toMatchObject({
      error: { code: 'conflict' },
    });
    const made = await core.get('keystore.import', others, 'approval');
    expect(made).toEqual({ file: second, address: heir.address, ...strong });
    expect(readFileSync(first)).toEqual(oldFile);
    await asQuick(second, heir, password);
    // Its password is known from the making of it.
    await steps('lines', 'opens', 'allowlist', 'pin', 'pin');
    expect(await pinned()).toBe(owner.address);
    expect(await deleteOld(oldPassword)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await approve()).toMatchObject({ ok: true });
    expect(await pinned()).toBe(heir.address);
    await give(password);
    core = await core.restart();
    await steps('sign', 'health', 'paper-trade', 'release', 'release');
    await release();
    await steps('funds', 'funds');
    expect((await step('there was never anything')).currentStepId).toBe('delete-old');
    expect((await core.get('custody.list', {})).problems.join()).toContain(first);
    // The old key can still be chosen, and is then not deleted.
    await core.get('signers.select', { kind: 'keystore', address: owner.address });
    await approve();
    expect(await deleteOld(oldPassword)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await steps('delete-old');
    await approve();
    expect(await deleteOld('a wrong one')).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
    expect(existsSync(first)).toBe(true);
    expect(await deleteOld(password)).toMatchObject({ ok: true, value: { files: [first] } });
    expect(existsSync(first)).toBe(false);
    expect(await step()).toMatchObject({ outcome: 'completed' });

    const before = readFileSync(second, 'utf8');
    await start('change-keystore-password');
    await steps('old-signs', 'new-password', 'new-password');
    const changed = await core.get('keystore.changePassword', { password, newPassword }, 'approval');
    expect(changed).toEqual({ file: second, address: heir.address, ...strong });
    await asQuick(second, heir, newPassword);
    const problems = (await core.get('custody.list', {})).problems.join();
    const copy = /(\S+\.old-\S+?)\. /.exec(problems)?.[1] ?? '';
    expect(readFileSync(copy, 'utf8')).toBe(before);
    if (process.platform !== 'win32') expect(statSync(copy).mode & 0o777).toBe(0o600);
    core = await core.restart();
    await steps('opens', 'sign');
    expect(await deleteOld(newPassword)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await steps('health', 'paper-trade', 'release');
    await release();
    await steps('delete-old', 'delete-old');
    expect(existsSync(copy)).toBe(true);
    expect(await deleteOld(newPassword)).toMatchObject({ ok: true, value: { files: [copy] } });
    expect(existsSync(copy)).toBe(false);
    expect(await step()).toMatchObject({ outcome: 'completed' });
    expect((await core.get('custody.list', {})).problems).toEqual([]);

    const beside = { password: newPassword, isBeside: true };
    expect(await core.ask('keystore.create', beside, 'approval')).toMatchObject({ error: { code: 'conflict' } });
    const rows = JSON.stringify(await core.get('audit.query', { limit: 500 }));
    for (const secret of [oldPassword, othersPassword, password, newPassword]) expect(rows).not.toContain(secret);
  },
  patientMs,
);
