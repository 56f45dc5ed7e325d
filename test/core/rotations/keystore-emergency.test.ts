import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encryptKeystoreJson } from 'ethers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';
import { guidedStep } from './guided.ts';
import { heir, owner } from './keystore-folder.ts';

const oldPassword = 'of the first of them';
const newPassword = 'and of the one after it';
/** A key is opened in a process of its own. */
const patientMs = 60_000;

let core: TemporaryCore;
beforeAll(async () => {
  core = await temporaryCore({ ports: { masterKey: new Uint8Array(32).fill(9) } });
}, patientMs);
afterAll(() => core.remove());

const fileOf = ({ address }: typeof owner) => join(core.folder, `keystore-${address.toLowerCase()}.json`);
async function lay(key: typeof owner, password: string): Promise<void> {
  const text = await encryptKeystoreJson(key, password, { scrypt: { N: 2 ** 12, r: 8, p: 1 } });
  writeFileSync(fileOf(key), text, { mode: 0o600 });
}
async function pin({ address }: typeof owner): Promise<void> {
  const { approvalId, digest } = await core.get('signers.select', { kind: 'keystore', address });
  await core.get('approvals.decide', { approvalId, digest, answer: 'approve' }, 'approval');
}
const give = (password: string) => core.get('keystore.password', { password, keep: true }, 'approval');
const proofs = ({ steps }: Procedure, stepId: string) =>
  (steps.find((one) => one.stepId === stepId)?.proofs ?? []).map(({ strength, text }) => `${strength}: ${text}`);

it(
  'an emergency of a keystore says what it could not read, and calls another signer proved once that one has signed',
  async () => {
    await lay(owner, oldPassword);
    await give(oldPassword);
    await pin(owner);
    const { credentials } = await core.get('custody.list', {});
    const credentialId = credentials.find(({ kind }) => kind === 'keystore-password')?.credentialId ?? '';
    await core.get('procedures.startEmergency', { credentialId, trigger: 'suspected-compromise' });
    const [halted] = await core.get('procedures.list', {});
    expect(halted?.steps.find(({ stepId }) => stepId === 'rescue')?.instruction).toContain(
      `It is about ${owner.address}. No rescue address is set for any chain`,
    );
    await guidedStep(core, 'nothing lies there');
    expect((await guidedStep(core, 'no allowance was given')).currentStepId).toBe('audit-review');
    expect(proofs(await guidedStep(core), 'audit-review')[0]).toMatch(
      /Left out: \d+ rows of the steps of this procedure/,
    );
    expect((await guidedStep(core, 'all of it was me')).currentStepId).toBe('balances');

    const unread = await guidedStep(core);
    expect(unread.currentStepId).toBe('balances');
    expect(proofs(unread, 'balances')).toEqual([
      `failed: No chain can be asked here, because no RPC is set or the vault that keeps it is locked. Nothing was read: look at ${owner.address} in an explorer.`,
    ]);
    await guidedStep(core, 'I looked at it in an explorer');
    await guidedStep(core);
    expect((await guidedStep(core, 'my partner')).currentStepId).toBe('new-signer');
    expect((await guidedStep(core)).currentStepId).toBe('new-signer');
    await lay(heir, newPassword);
    await give(newPassword);
    await pin(heir);
    const signed = await guidedStep(core);
    expect(proofs(signed, 'new-signer').at(-1)).toBe(
      `proved: ${heir.address}, the pinned address, signed a test text.`,
    );
    const rows = await core.get('audit.query', { eventType: 'sign', limit: 5 });
    expect(rows.map(({ status, subject }) => `${subject} ${status}`)).toEqual([
      'signer-test ok',
      'signer-test requested',
    ]);
  },
  patientMs,
);
