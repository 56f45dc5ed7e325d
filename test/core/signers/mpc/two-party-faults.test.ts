import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MpcOptions } from '../../../../core/signers/mpc/mpc-options.ts';
import { askParty } from '../../../mpc/ask-party.ts';
import { startTwoPartySigner, type TwoPartySigner } from '../../../mpc/start.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { keptMarks, patiently, signerFor, transfer, unheard } from './mpc-parts.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

let parties: TwoPartySigner;
beforeEach(async () => {
  parties = await startTwoPartySigner({ folder: temporaryFolder(), sessionTimeoutMs: 3_000 });
}, 60_000);
afterEach(() => parties?.stop());

const both = (change: Partial<MpcOptions> = {}) =>
  signerFor({ url: parties.urls[0], tls: parties.tls[0] }, parties.address, {
    party1: { url: parties.urls[1], tls: parties.tls[1] },
    ...change,
    timing: { backoffMs: [1], ...change.timing },
  }).signer;
const ask = (call: string, body = {}, party: 0 | 1 = 0) =>
  askParty(parties.urls[party], parties.tls[party], call, body);
const sign = (signer = both()) => signer.sign(transfer(parties.address), unheard, patiently);
const passphrase = 'a passphrase of a test';

describe('two parties, when something happens to one of them', () => {
  it('a refresh gives new shares of the same key, attested by both, and the signer goes on', async () => {
    const marks = keptMarks();
    const signer = both({ marks });
    const before = await signer.attest();
    if (!before.ok) throw new Error(JSON.stringify(before.error));
    expect(before.value).toMatchObject({ address: parties.address, epoch: 0, isBackedUp: false });
    const after = await signer.refresh();
    if (!after.ok) throw new Error(JSON.stringify(after.error));
    expect(after.value).toMatchObject({ address: parties.address, publicKey: before.value.publicKey, epoch: 1 });
    for (const party of [0, 1] as const) {
      expect(after.value.sharePoints[party]).not.toBe(before.value.sharePoints[party]);
      expect(await ask('POST /v1/backup', { passphrase }, party)).toMatchObject({ status: 200 });
    }
    expect(await signer.attest()).toMatchObject({ ok: true, value: { epoch: 1, isBackedUp: true } });
    expect(await sign(signer)).toMatchObject({ ok: true });
    expect(marks.kept()).toMatchObject({ highestEpoch: 1, halt: null });
    const repeated = { request_id: 'again', expected_address: parties.address, expected_epoch: 0 };
    expect(await ask('POST /v1/refresh', repeated)).toMatchObject({ body: { epoch: 1, already: true } });
  });

  it('a refresh that may be committed halts the signer until it is settled, and is never repeated', async () => {
    await parties.restart(1, { fault: 'exit-after-commit' });
    const marks = keptMarks();
    const signer = both({ marks });
    expect(await signer.refresh()).toMatchObject({ ok: false, error: { code: 'signer-failed' } });
    expect(await signer.settleRefresh()).toMatchObject({ ok: false });
    expect(signer.awaits()).toBe('shares-put-right');
    expect(signer.state()).toMatchObject({ code: 'halted', isReady: false });
    await parties.restart(1, { fault: null });
    expect(await sign(signer)).toMatchObject({ error: { code: 'signer-unavailable', state: 'halted' } });
    expect(await sign()).toMatchObject({ error: { code: 'signer-unavailable', state: 'in-doubt' } });
    const later = both({ marks });
    expect(await later.settleRefresh()).toMatchObject({ ok: true, value: { epoch: 1, address: parties.address } });
    expect(later.state()).toMatchObject({ code: 'ready' });
    expect(await sign(later)).toMatchObject({ ok: true });
  });

  it('a party that is away makes the other one say so; back again, it signs with nothing else restarted', async () => {
    const signer = both();
    await parties.signal(1, 'SIGKILL');
    expect(await sign(signer)).toMatchObject({ error: { code: 'signer-unavailable', state: 'party-down' } });
    expect(await signer.attest()).toMatchObject({ error: { code: 'signer-unavailable' } });
    await parties.restart(1);
    expect(await sign(signer)).toMatchObject({ ok: true });
    await parties.signal(0, 'SIGKILL');
    expect(await sign(signer)).toMatchObject({ error: { code: 'signer-unavailable', state: 'unreachable' } });
    expect(await signer.greet()).toMatchObject({ ok: false });
    expect(signer.state()).toMatchObject({ code: 'unreachable', isReady: false });
    await parties.restart(0);
    expect(await signer.greet()).toMatchObject({ ok: true });
    expect(signer.state()).toMatchObject({ code: 'ready', isReady: true });
    expect(await sign(signer)).toMatchObject({ ok: true });
  });

  it('a party that stands still is waited for only so long, and then goes on', async () => {
    const signer = both();
    await parties.signal(1, 'SIGSTOP');
    expect(await sign(signer)).toMatchObject({ error: { code: 'signer-unavailable', state: 'party-down' } });
    const body = { session_id: 'still', digest_hex: `0x${'ab'.repeat(32)}`, expected_address: parties.address };
    expect(await ask('POST /sign_digest', body)).toMatchObject({ status: expect.toBeOneOf([502, 504]) });
    await parties.signal(1, 'SIGCONT');
    expect(await sign(signer)).toMatchObject({ ok: true });
  });

  it('a share that was lost comes back from a backup of the same epoch, and from no other', async () => {
    const stale = String((await ask('POST /v1/backup', { passphrase }, 1)).body.backup);
    expect(await both().refresh()).toMatchObject({ ok: true });
    const current = String((await ask('POST /v1/backup', { passphrase }, 1)).body.backup);
    const others = String((await ask('POST /v1/backup', { passphrase }, 0)).body.backup);
    const restore = (backup: string, change = {}) =>
      ask('POST /v1/restore', { backup, passphrase, expected_address: parties.address, ...change }, 1);
    expect(await restore(current)).toMatchObject({ status: 409, body: { error: 'key_exists' } });
    parties.lose(1, 'share.json');
    expect(await sign()).toMatchObject({ ok: false, error: { code: 'signer-unavailable' } });
    expect(await restore(stale)).toMatchObject({ status: 409, body: { error: 'epoch_mismatch' } });
    expect(await restore(others)).toMatchObject({ status: 409, body: { error: 'wrong_party' } });
    expect(await restore(current, { passphrase: 'another' })).toMatchObject({ status: 422 });
    expect(await restore(current, { expected_address: `0x${'22'.repeat(20)}` })).toMatchObject({ status: 409 });
    expect(await restore(current)).toMatchObject({ status: 200, body: { address: parties.address, epoch: 1 } });
    const signer = both();
    expect(await sign(signer)).toMatchObject({ ok: true });
    expect(await signer.refresh()).toMatchObject({ ok: true, value: { epoch: 2 } });
  });

  it('both shares lost: both backups of one epoch bring the same address back', async () => {
    const backups = [];
    for (const party of [0, 1] as const) {
      backups.push(String((await ask('POST /v1/backup', { passphrase }, party)).body.backup));
    }
    for (const party of [0, 1] as const) parties.lose(party, 'share.json');
    expect(await sign()).toMatchObject({ error: { code: 'signer-unavailable', state: 'no-key' } });
    for (const party of [0, 1] as const) {
      const body = { backup: backups[party], passphrase, expected_address: parties.address };
      expect(await ask('POST /v1/restore', body, party)).toMatchObject({ status: 200 });
    }
    expect(await sign()).toMatchObject({ ok: true });
  });
});
