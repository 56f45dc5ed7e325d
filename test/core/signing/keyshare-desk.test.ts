import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keyshares } from '../../../core/cli/keyshares.ts';
import type { Approval, KeyshareBoard } from '../../../core/contract/shapes.ts';
import { conditionWords } from '../../../core/domain/keyshare-words.ts';
import { systemClock } from '../../../core/node-ports.ts';
import type { Clock } from '../../../core/ports.ts';
import { defaultTiming } from '../../../core/signers/mpc/mpc-options.ts';
import { askParty } from '../../mpc/ask-party.ts';
import { startTwoPartySigner, type TwoPartySigner } from '../../mpc/start.ts';
import { folderForAll } from '../signers/mpc/folder-for-all.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';
import { twoPartySettings } from '../transactions/two-party-settings.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** Waits longer for a party: all that is asked here is answered, or its connection refused, and none must be late on such a machine. */
const clock: Clock = {
  ...systemClock,
  after: (delayMs, task) => {
    const isDeadline = delayMs === defaultTiming.readMs || delayMs === defaultTiming.signMs;
    return systemClock.after(isDeadline ? defaultTiming.refreshMs : delayMs, task);
  },
};

const folder = folderForAll();
let parties: TwoPartySigner;
let console: TemporaryCore;
beforeAll(async () => {
  parties = await startTwoPartySigner({ folder: folder(), sessionTimeoutMs: 10_000, makesKey: false });
  console = await temporaryCore({ environment: twoPartySettings(parties), ports: { clock } });
});
afterAll(async () => {
  await console?.remove();
  await parties?.stop();
});

const show = (): Promise<KeyshareBoard> => console.get('keyshares.show', {});
const goliveItem = async () =>
  (await console.get('golive.checklist', {})).items.find(({ itemId }) => itemId === 'keyshares-attested');
const attest = (): Promise<KeyshareBoard> => console.get('keyshares.attest', {});
const decide = ({ approvalId, digest }: Approval, word?: string) =>
  console.ask(
    'approvals.decide',
    { approvalId, digest, answer: 'approve', ...(word === undefined ? {} : { word }) },
    'approval',
  );
const operator = (call: string, body = {}, party: 0 | 1 = 0) =>
  askParty(parties.urls[party], parties.tls[party], call, body);
const backUp = async (): Promise<void> => {
  for (const party of [0, 1] as const) {
    expect(await operator('POST /v1/backup', { passphrase: 'a passphrase of a test' }, party)).toMatchObject({
      status: 200,
    });
  }
};

// One life of two parties, told in order: each test goes on from where the one before it left them.
describe('the keyshares of two parties, as a person sees them', () => {
  let address = '';

  it('are told before anybody asked, and a first key is made only when the person says so in the approval window', async () => {
    expect(await show()).toMatchObject({ condition: 'not-asked', look: null, pinned: null, canMakeKey: false });
    expect(await console.ask('keyshares.requestSettle', {})).toMatchObject({ error: { code: 'conflict' } });
    expect(await attest()).toMatchObject({ condition: 'no-key', canMakeKey: true, canSettle: false });
    const asked = await console.get('keyshares.requestNewKey', {});
    expect(asked).toMatchObject({
      word: 'GENERATE',
      lines: expect.arrayContaining([{ label: 'Party 1', text: expect.stringContaining('127.0.0.1:') }]),
    });
    expect(await decide(asked, 'generate')).toMatchObject({ error: { code: 'wrong-word' } });
    expect(await attest()).toMatchObject({ condition: 'no-key' });
    expect(await decide(asked, 'GENERATE')).toMatchObject({ ok: true });
    const made = await show();
    expect(made).toMatchObject({ condition: 'not-pinned', canMakeKey: false, look: { misfit: null } });
    const [first, second] = made.look?.parties ?? [];
    expect([first?.epoch, second?.epoch]).toEqual([0, 0]);
    expect(first?.address).toBe(second?.address);
    expect([first?.signedBy, second?.signedBy]).toEqual(parties.pins);
    expect(first?.sharePoint).not.toBe(second?.sharePoint);
    address = first?.address ?? '';
    expect(await console.ask('keyshares.requestNewKey', {})).toMatchObject({ error: { code: 'conflict' } });
    const rows = await console.get('audit.query', { eventType: 'keyshare-first-key' });
    expect(rows.map(({ status }) => status)).toEqual(['ok', 'requested']);
  });

  it('are pinned as every signer is, and fine only once both attest a backup of this epoch', async () => {
    const pin = await console.get('signers.select', { kind: 'cb_mpc_2pc', address });
    expect(await decide(pin)).toMatchObject({ ok: true });
    expect(await show()).toMatchObject({ condition: 'outdated', pinned: address });
    expect(await attest()).toMatchObject({ condition: 'not-backed-up', highestEpoch: 0 });
    await backUp();
    const backed = await attest();
    expect(backed).toMatchObject({ condition: 'fits', look: { isBackedUp: true } });
    for (const party of backed.look?.parties ?? []) {
      expect(party).toMatchObject({ standing: 'ready', backup: { epoch: 0 }, pendingEpoch: null });
      expect(party.certificateEndsMs ?? 0).toBeGreaterThan(party.epoch ?? 1);
    }
    const rows = await console.get('audit.query', { eventType: 'keyshare-attest' });
    expect(rows[0]).toMatchObject({ status: 'ok', actor: 'console' });
    expect(await goliveItem()).toMatchObject({ state: 'met', atMs: backed.look?.askedAtMs });
  });

  it('name the party that is down, and are kept with their date over a restart', async () => {
    await parties.signal(1, 'SIGKILL');
    const down = await attest();
    expect(down).toMatchObject({ condition: 'party-down' });
    expect(down.look?.parties.map(({ standing }) => standing)).toEqual(['alone', 'unreachable']);
    expect(await goliveItem()).toMatchObject({ state: 'unknown' });
    console = await console.restart();
    expect(await show()).toMatchObject({ condition: 'party-down', look: { askedAtMs: down.look?.askedAtMs } });
    await parties.restart(1);
    expect(await attest()).toMatchObject({ condition: 'fits' });
  });

  it('in doubt are settled by an approval, and only then signed with', async () => {
    await parties.restart(1, { fault: 'exit-after-commit' });
    const refresh = { request_id: 'from outside', expected_address: address, expected_epoch: 0 };
    expect(await operator('POST /v1/refresh', refresh)).not.toMatchObject({ status: 200 });
    await parties.restart(1, { fault: null });
    expect(await attest()).toMatchObject({
      condition: 'in-doubt',
      canSettle: true,
      look: { parties: [{ pendingEpoch: 1 }, {}] },
    });
    expect(await console.ask('signers.test', {})).toMatchObject({ error: { state: 'in-doubt' } });
    const asked = await console.get('keyshares.requestSettle', {});
    expect(await decide(asked)).toMatchObject({ ok: true });
    expect(await show()).toMatchObject({ condition: 'outdated', highestEpoch: 1, canSettle: false });
    // The backups are of the epoch before.
    expect(await attest()).toMatchObject({
      condition: 'not-backed-up',
      look: { parties: [{ epoch: 1 }, { epoch: 1 }] },
    });
    expect(await console.ask('signers.test', {})).toMatchObject({ ok: true });
  });

  it('of which one is lost are never made anew', async () => {
    parties.lose(1, 'share.json');
    expect(await attest()).toMatchObject({ condition: 'share-lost', canMakeKey: false });
    expect(await console.ask('keyshares.requestNewKey', {})).toMatchObject({ error: { code: 'conflict' } });
    parties.lose(0, 'share.json');
    expect(await attest()).toMatchObject({ condition: 'shares-lost', canMakeKey: false });
    expect(await console.ask('keyshares.requestNewKey', {})).toMatchObject({ error: { code: 'conflict' } });
    expect(await console.get('approvals.pending', {})).toEqual([]);
  });

  it('are told at the command line in the same words, whole, with what to do in order', async () => {
    await console.core.close();
    const out: string[] = [];
    const streams = { out: (text: string) => void out.push(text), note: (text: string) => void out.push(text) };
    const environment = { ...twoPartySettings(parties), PORTCULLIS_HEAD_DIR: `${console.folder}/../heads` };
    expect(await keyshares({ dataFolder: console.folder, environment }, streams, false)).toBe(1);
    expect(out[0]).toBe(conditionWords['shares-lost'].text);
    expect(out).toContain(`Pinned: ${address}; highest epoch seen: 1`);
    expect(out.filter((line) => line === '  State: Answers, and has no share.')).toHaveLength(2);
    expect(out.find((line) => line.startsWith('  1. '))).toMatch(/no new key/);
    console = await console.restart();
  });
});

describe('the keyshares of an older service', () => {
  it('are unknown in all that it cannot tell, and no key is made there', async () => {
    const older = await startTwoPartySigner({ folder: `${folder()}/older`, dialect: 'legacy', makesKey: false });
    const settings = { SIGNER_TYPE: 'cb_mpc_2pc', MPC_SIGNER_URL: older.urls[0], PORTCULLIS_MPC_1_URL: older.urls[1] };
    const core = await temporaryCore({ environment: settings, ports: { clock } });
    try {
      expect(await core.get('keyshares.attest', {})).toMatchObject({ condition: 'no-key', canMakeKey: false });
      expect(await core.ask('keyshares.requestNewKey', {})).toMatchObject({ error: { code: 'conflict' } });
      await askParty(older.urls[0], {}, 'POST /dkg');
      const board = await core.get('keyshares.attest', {});
      expect(board).toMatchObject({ condition: 'legacy', canMakeKey: false, canSettle: false });
      const untold = { standing: 'older', epoch: null, sharePoint: null, signedBy: null, backup: null };
      expect(board.look?.parties).toMatchObject([untold, untold]);
    } finally {
      await core.remove();
      await older.stop();
    }
  });
});
