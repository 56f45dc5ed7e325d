import { Transaction } from 'ethers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isTextSignedBy, verifySignature } from '../../../../core/signers/verify.ts';
import { askParty } from '../../../mpc/ask-party.ts';
import { startTwoPartySigner, type TwoPartySigner } from '../../../mpc/start.ts';
import { testAuthority } from '../../../tls/certificates.ts';
import { folderForAll } from './folder-for-all.ts';
import { keptMarks, patiently, pinnedAddress, signerFor, transfer, unheard } from './mpc-parts.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const folder = folderForAll();
let parties: TwoPartySigner;

beforeAll(async () => {
  parties = await startTwoPartySigner({ folder: folder(), sessionTimeoutMs: 2_000 });
}, 60_000);
afterAll(() => parties?.stop());

const party0 = () => ({ url: parties.urls[0], tls: parties.tls[0] });
const ask = (call: string, body = {}, party: 0 | 1 = 0) =>
  askParty(parties.urls[party], parties.tls[party], call, body);

describe('two parties that hold half a key each', () => {
  it('sign transactions of every type for the pinned address', async () => {
    const { signer } = signerFor(party0(), parties.address);
    expect(signer.state()).toMatchObject({ code: 'not-checked', isReady: false });
    expect(await signer.address({ show: false }, patiently)).toEqual({ ok: true, value: parties.address });
    for (const type of [0, 1, 2] as const) {
      const steps: string[] = [];
      const asked = transfer(parties.address, type);
      const claimed = await signer.sign(asked, ({ step }) => steps.push(step), patiently);
      if (!claimed.ok) throw new Error(JSON.stringify(claimed.error));
      const proved = verifySignature('cb_mpc_2pc', asked, claimed.value);
      if (!proved.ok) throw new Error(JSON.stringify(proved.error));
      expect(Transaction.from(proved.value.raw)).toMatchObject({ from: parties.address, type });
      expect(steps).toEqual(['queued', 'checking', 'signing', 'received']);
    }
    expect(signer.state()).toMatchObject({ code: 'ready', isReady: true, needs: 'Replace its certificate.' });
  });

  it('sign texts, whose digest is made here', async () => {
    const { signer } = signerFor(party0(), parties.address);
    const signed = await signer.signText('a text of ours', unheard, patiently);
    if (!signed.ok) throw new Error(JSON.stringify(signed.error));
    expect(isTextSignedBy('a text of ours', signed.value, pinnedAddress(parties.address))).toBe(true);
  });

  it('are asked one at a time: what waits can be taken out, what is asked together is all right', async () => {
    const { signer } = signerFor(party0(), parties.address);
    const stop = new AbortController();
    const all = [0, 1, 2, 3].map((nonce) => signer.sign(transfer(parties.address, 2, nonce), unheard, patiently));
    const taken = signer.sign(transfer(parties.address, 2, 9), unheard, stop.signal);
    stop.abort();
    expect(await taken).toMatchObject({ ok: false, error: { code: 'signer-unavailable', state: 'cancelled' } });
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
  });

  it('give one request the same signature again, and never another digest under its id', async () => {
    const body = { session_id: 'one', digest_hex: `0x${'ab'.repeat(32)}`, expected_address: parties.address };
    const first = await ask('POST /sign_digest', body);
    expect(first).toMatchObject({ status: 200, body: { ok: true } });
    expect(await ask('POST /sign_digest', body)).toEqual(first);
    const other = await ask('POST /sign_digest', { ...body, digest_hex: `0x${'cd'.repeat(32)}` });
    expect(other).toMatchObject({ status: 409, body: { ok: false, error: 'request_id_conflict', request_id: 'one' } });
  });

  it('never make a second key, and sign only as party 0', async () => {
    const again = await ask('POST /dkg', { request_id: 'two', confirm: 'new-key' });
    expect(again.body).toMatchObject({ address: parties.address, already_initialized: true });
    const { signer } = signerFor({ url: parties.urls[1], tls: parties.tls[1] }, parties.address);
    expect(await signer.sign(transfer(parties.address), unheard, patiently)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', state: 'not-admitted' },
    });
  });

  it('are asked only with our certificate, and only where theirs is the pinned one', async () => {
    const { tls, url } = party0();
    const stranger = testAuthority().issue({ name: 'stranger' });
    for (const wrong of [
      { ...tls, cert: undefined, key: undefined },
      { ...tls, cert: stranger.cert, key: stranger.key },
      { ...tls, pins: [parties.pins[1]] },
      { ...tls, ca: testAuthority().ca },
    ]) {
      const { signer } = signerFor({ url, tls: wrong }, parties.address);
      const refused = await signer.sign(transfer(parties.address), unheard, patiently);
      // A party that does not take our certificate may say so, or only hang up.
      const state = expect.stringMatching(/^(not-trusted|unreachable)$/);
      expect(refused).toMatchObject({ ok: false, error: { code: 'signer-unavailable', state } });
      expect(signer.state()).toMatchObject({ code: state, isReady: false });
    }
    const rotating = signerFor({ url, tls: { ...tls, pins: ['00'.repeat(32), parties.pins[0]] } }, parties.address);
    expect(await rotating.signer.address({ show: false }, patiently)).toMatchObject({ ok: true });
  });

  it('are not asked for a transaction of another address', async () => {
    const { signer } = signerFor(party0(), parties.address);
    const refused = await signer.sign(transfer(`0x${'22'.repeat(20)}`), unheard, patiently);
    expect(refused).toMatchObject({ ok: false, error: { code: 'signer-refused', signerCode: 'other-address' } });
  });

  it('halt the signer when their key is not the pinned one, until a person confirms the pin', async () => {
    const marks = keptMarks();
    const other = `0x${'22'.repeat(20)}`;
    const { signer } = signerFor(party0(), other, { marks });
    expect(await signer.address({ show: false }, patiently)).toMatchObject({ error: { code: 'signature-mismatch' } });
    expect(signer.state()).toMatchObject({ code: 'halted', isReady: false });
    const later = signerFor(party0(), other, { marks }).signer;
    const refused = await later.sign(transfer(other), unheard, patiently);
    expect(refused).toMatchObject({ error: { code: 'signer-unavailable', state: 'halted' } });
    expect(await later.clearDoubt('person', 'parties-restarted')).toMatchObject({ error: { code: 'conflict' } });
    expect(await later.clearDoubt('person', 'pin-confirmed')).toMatchObject({ error: { code: 'signature-mismatch' } });
    const pinnedAnew = signerFor(party0(), parties.address, { marks }).signer;
    expect(await pinnedAnew.address({ show: false }, patiently)).toMatchObject({ ok: true });
  });
});
