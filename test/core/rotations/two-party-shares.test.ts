import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { readBundle } from '../../../core/procedures/recovery/bundle.ts';
import { gatherShares } from '../../../core/procedures/recovery/combine.ts';
import { contentBytes, readContent } from '../../../core/procedures/recovery/content.ts';
import { claimFolder } from '../../../core/procedures/recovery/party-folder.ts';
import { type SplitRecovery, splitRecovery } from '../../../core/procedures/recovery/split.ts';
import { askParty } from '../../mpc/ask-party.ts';
import { startTwoPartySigner, type TwoPartySigner } from '../../mpc/start.ts';
import { folderForAll } from '../signers/mpc/folder-for-all.ts';
import { patiently, pinnedAddress, signerFor, transfer, unheard } from '../signers/mpc/mpc-parts.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';
import { twoPartySettings } from '../transactions/two-party-settings.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const both = [0, 1] as const;
const kinds = ['mpc-0', 'mpc-1'] as const;
const passphrase = 'a passphrase of a test';
const folder = folderForAll();
let parties: TwoPartySigner;
let core: TemporaryCore;
/** What each party backed up at epoch 0, and a set of recovery shares that each made of that by itself. */
const first: { readonly backup: string; readonly recovery: SplitRecovery }[] = [];
/** What each party backed up after the refresh. */
const current: string[] = [];

beforeAll(async () => {
  parties = await startTwoPartySigner({ folder: folder(), sessionTimeoutMs: 10_000 });
  for (const party of both) {
    const backup = await backUp(party);
    const subject = { kind: kinds[party], address: pinnedAddress(parties.address) };
    const content = contentBytes({ file: Buffer.from(backup), passphrase });
    const split = await splitRecovery(
      content,
      { subject, threshold: 3, count: 5 },
      { clock: systemClock, ids: systemIds },
    );
    if (!split.ok) throw new Error(split.error.code);
    first.push({ backup, recovery: split.value });
  }
  const environment = { ...twoPartySettings(parties), PORTCULLIS_SIGNER_ADDRESS: parties.address };
  core = await temporaryCore({ environment });
}, 120_000);
afterAll(async () => {
  await core?.remove();
  await parties?.stop();
});

const ask = (party: 0 | 1, call: string, body = {}) => askParty(parties.urls[party], parties.tls[party], call, body);
async function backUp(party: 0 | 1): Promise<string> {
  return String((await ask(party, 'POST /v1/backup', { passphrase })).body.backup);
}
const restore = (party: 0 | 1, backup: string) =>
  ask(party, 'POST /v1/restore', { backup, passphrase, expected_address: parties.address });
async function underWay(): Promise<Procedure> {
  const [procedure] = await core.get('procedures.list', {});
  if (procedure === undefined) throw new Error('no procedure');
  return procedure;
}
async function start() {
  const { credentials } = await core.get('custody.list', {});
  const credentialId = credentials.find(({ kind }) => kind === 'mpc-keyshare')?.credentialId ?? '';
  return core.get('procedures.start', { kind: 'refresh-keyshares', credentialId });
}
/** Tries the step that it stands at; where it stands then. */
async function step(word: string | null = null): Promise<string | null> {
  const { currentStepId, procedureId } = await underWay();
  return (await core.get('procedures.step', { procedureId, stepId: currentStepId ?? '', word })).currentStepId;
}
const proofs = async (stepId: string) =>
  (await underWay()).steps.find((one) => one.stepId === stepId)?.proofs.map(({ strength }) => strength) ?? [];
async function record(party: 0 | 1, place: string): Promise<string> {
  const about = { component: `mpc-party-${party}`, encryption: 'AES-256', access: 'two persons' } as const;
  const said = { place, twoPerson: 'yes', geographicSplit: 'yes' } as const;
  return (await core.get('backups.record', { ...about, ...said }, 'approval')).backupId;
}
const retire = (backupId: string) => core.ask('backups.retire', { backupId, reason: 'put away' }, 'approval');
/** Says that both shares were put back from older backups, as the approval window does. */
async function recover() {
  const { approvalId, digest } = await core.get('keyshares.requestRecovery', {});
  return core.ask('approvals.decide', { approvalId, digest, answer: 'approve', word: 'RECOVERED' }, 'approval');
}
async function release() {
  const asked = await core.ask('halt.requestRelease', {});
  if (!asked.ok) return asked;
  const { approvalId, digest } = asked.value;
  return core.ask('approvals.decide', { approvalId, digest, answer: 'approve', word: 'RELEASE' }, 'approval');
}

describe('the keyshares of two real parties', () => {
  it('are refreshed from the halt to the release, and old backups are let go only when new ones are registered', async () => {
    const old = await record(0, 'the safe of the office');
    await start();
    expect(await step()).toBe('attest');
    expect(await step()).toBe('window');
    expect(await step()).toBe('refresh');
    expect(await step()).toBe('archive');
    expect(await proofs('refresh')).toEqual(['proved']);
    core = await core.restart();
    expect(await step('in the cellar until May')).toBe('new-backups');
    expect(await step()).toBe('new-backups');
    for (const party of both) current.push(await backUp(party));
    expect(await step()).toBe('register');
    expect(await step()).toBe('register');
    expect(await retire(old)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    const recorded = [await record(0, 'the safe of the office'), await record(1, 'the safe of the bank')];
    expect(await step()).toBe('test-signature');
    const { rows } = await core.get('backups.list', {});
    for (const backupId of recorded) {
      const row = rows.find((one) => one.backupId === backupId);
      expect(row).toMatchObject({
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        lastCheck: { by: 'attested', result: 'ok' },
      });
    }
    expect(await retire(old)).toMatchObject({ ok: true });
    expect(await step()).toBe('paper-trade');
    expect(await release()).toMatchObject({ error: { code: 'release-locked' } });
    expect(await step()).toBe('release');
    expect(await release()).toMatchObject({ ok: true });
    expect(await step()).toBeNull();
    const { credentials } = await core.get('custody.list', {});
    const shares = credentials.filter(({ kind }) => kind === 'mpc-keyshare');
    expect(shares.map(({ lastRotatedAtMs }) => typeof lastRotatedAtMs)).toEqual(['number', 'number']);
    expect(new Set(shares.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    const trail = JSON.stringify(await core.get('audit.query', { limit: 200 }));
    for (const secret of [passphrase, 'cyphertext', 'the safe of', '"x"']) expect(trail).not.toContain(secret);
  });

  it('one lost and brought back from its current backup, from no older one; then refreshed, through a doubt', async () => {
    parties.lose(1, 'share.json');
    expect(await core.ask('signers.test', {})).toMatchObject({ ok: false, error: { code: 'signer-unavailable' } });
    expect(await restore(1, first[1]?.backup ?? '')).toMatchObject({ status: 409, body: { error: 'epoch_mismatch' } });
    expect(await restore(1, current[1] ?? '')).toMatchObject({ status: 200, body: { epoch: 1 } });
    // What has not fitted is asked for nothing before both have attested and signed.
    expect(await core.ask('signers.test', {})).toMatchObject({
      error: { code: 'signer-unavailable', state: 'halted' },
    });
    await start();
    for (const next of ['attest', 'window', 'refresh']) expect(await step()).toBe(next);
    expect(await core.ask('signers.test', {})).toMatchObject({ ok: true, value: { address: parties.address } });
    await parties.restart(1, { fault: 'exit-after-commit' });
    expect(await step()).toBe('refresh');
    expect(await proofs('refresh')).toEqual(['failed']);
    expect(await core.ask('signers.test', {})).toMatchObject({ ok: false });
    await parties.restart(1, { fault: null });
    core = await core.restart();
    expect(await step()).toBe('archive');
    expect(await proofs('refresh')).toEqual(['failed', 'proved']);
    expect((await ask(0, 'GET /address')).body).toMatchObject({ address: parties.address, epoch: 2 });
    expect(await core.ask('signers.test', {})).toMatchObject({ ok: true });
    const { procedureId } = await underWay();
    await core.get('procedures.leave', { procedureId, reason: 'shown as far as it goes' });
  });

  it('both lost: each bundle is opened at its own site, and the same address signs again and is refreshed', async () => {
    for (const party of both) parties.lose(party, 'share.json');
    expect(await core.get('keyshares.attest', {})).toMatchObject({ condition: 'shares-lost', canMakeKey: false });
    expect(await core.ask('keyshares.requestRecovery', {})).toMatchObject({ error: { code: 'conflict' } });
    for (const party of both) {
      const site = join(folder(), `site-${party}`);
      mkdirSync(site);
      expect(claimFolder(site, kinds[party])).toMatchObject({ ok: true });
      expect(claimFolder(site, kinds[1 - party] ?? 'vault')).toMatchObject({ ok: false });
      const { bundle, shares } = first[party]?.recovery ?? { bundle: '', shares: [] };
      const read = readBundle(bundle);
      if (!read.ok) throw new Error(read.error.code);
      const gathering = gatherShares(read.value);
      for (const share of [4, 0, 2].map((at) => shares[at] ?? '')) expect(gathering.add(share).ok).toBe(true);
      const opened = await gathering.open();
      const content = opened.ok ? readContent(opened.value) : null;
      expect(content?.passphrase).toBe(passphrase);
      const text = Buffer.from(content?.file ?? []).toString('utf8');
      expect(await restore(party, text)).toMatchObject({ status: 200, body: { address: parties.address, epoch: 0 } });
    }
    // Shares of an older epoch are taken only once a person has said that this is a recovery.
    const stale = { condition: 'stale', highestEpoch: 2, canSettle: false, canRecover: true };
    expect(await core.get('keyshares.attest', {})).toMatchObject(stale);
    expect(await core.ask('signers.test', {})).toMatchObject({
      error: { code: 'signer-unavailable', state: 'halted' },
    });
    await parties.signal(1, 'SIGKILL');
    expect(await recover()).toMatchObject({ ok: false });
    expect(await core.get('keyshares.show', {})).toMatchObject({ highestEpoch: 2, canRecover: true });
    await parties.restart(1);
    expect(await recover()).toMatchObject({ ok: true });
    expect(await core.get('keyshares.show', {})).toMatchObject({ highestEpoch: 0, canRecover: false, halt: null });
    expect(await core.ask('signers.test', {})).toMatchObject({ ok: true, value: { address: parties.address } });
    await start();
    for (const next of ['attest', 'window', 'refresh', 'archive']) expect(await step()).toBe(next);
    expect((await ask(1, 'GET /address')).body).toMatchObject({ address: parties.address, epoch: 1 });
  });

  it('both lost without any bundle: a new key has a new address, and nothing signs for the old one any more', async () => {
    for (const party of both) parties.lose(party, 'share.json');
    const made = await ask(0, 'POST /dkg', { request_id: 'again', confirm: 'new-key' });
    const address = String(made.body.address);
    expect(made).toMatchObject({ status: 200, body: { epoch: 0 } });
    expect(address).not.toBe(parties.address);
    const party1 = { url: parties.urls[1], tls: parties.tls[1] };
    const at = (pinned: string) => signerFor({ url: parties.urls[0], tls: parties.tls[0] }, pinned, { party1 }).signer;
    const old = await at(parties.address).sign(transfer(parties.address), unheard, patiently);
    expect(old).toMatchObject({ ok: false, error: { code: 'signature-mismatch' } });
    expect(await restore(1, current[1] ?? '')).toMatchObject({ status: 409, body: { error: 'key_exists' } });
    const fresh = at(address);
    expect(await fresh.attest()).toMatchObject({ ok: true, value: { address, epoch: 0 } });
    expect(await fresh.sign(transfer(address), unheard, patiently)).toMatchObject({ ok: true });
  });
});
