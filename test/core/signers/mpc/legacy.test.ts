import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askParty } from '../../../mpc/ask-party.ts';
import { startTwoPartySigner, type TwoPartySigner } from '../../../mpc/start.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { keptMarks, patiently, signerFor, transfer, unheard } from './mpc-parts.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

let parties: TwoPartySigner;
beforeEach(async () => {
  parties = await startTwoPartySigner({ folder: temporaryFolder(), dialect: 'legacy' });
}, 60_000);
afterEach(() => parties?.stop());

const timing = { signMs: 4_000 };
const legacySigner = (marks = keptMarks()) =>
  signerFor({ url: `${parties.urls[0]}/`, tls: {} }, parties.address, { marks, timing }).signer;
const sign = (signer = legacySigner(), nonce = 0) =>
  signer.sign(transfer(parties.address, 2, nonce), unheard, patiently);
const body = () => ({ session_id: 'x', digest_hex: `0x${'ab'.repeat(32)}` });
const health = () => askParty(parties.urls[0], {}, 'GET /health');

describe('the older two-party service', () => {
  it('signs what it is asked one at a time', async () => {
    const signer = legacySigner();
    const all = await Promise.all([0, 1, 2, 3].map((nonce) => sign(signer, nonce)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(await signer.refresh()).toMatchObject({ error: { code: 'not-offered' } });
    expect(await signer.settleRefresh()).toMatchObject({ ok: false });
    expect(signer.awaits()).toBeNull();
    expect(await sign(signer)).toMatchObject({ ok: true });
  });

  it('breaks for good when it is asked at once: a 500 halts the signer until a person has restarted both parties', async () => {
    const marks = keptMarks();
    const signer = legacySigner(marks);
    // Those that come while another signs break it; one that comes alone, as on a busy machine, is signed. They are sent until one breaks it.
    const isBroken = async (): Promise<boolean> => {
      const atOnce = [0, 1, 2, 3].map(async () => {
        const { status } = await askParty(parties.urls[0], {}, 'POST /sign_digest', body());
        return status === 500 ? true : Promise.reject(new Error(`answered ${status}`));
      });
      return Promise.any(atOnce).catch(() => false);
    };
    await expect.poll(isBroken, { timeout: 30_000 }).toBe(true);
    expect(await health()).toMatchObject({ body: { ok: true, status: { messenger_ready: true } } });
    // Nothing in the service tells: the next signature does not come, and neither does the test after it.
    expect(await sign(signer)).toMatchObject({ ok: false, error: { code: 'signer-failed' } });
    expect(signer.state()).toMatchObject({ code: 'degraded', isReady: false });
    expect(await sign(signer)).toMatchObject({ error: { code: 'signer-unavailable', state: 'halted' } });
    expect(signer.awaits()).toBe('parties-restarted');
    expect(await signer.clearDoubt('person', 'parties-restarted')).toMatchObject({ ok: false });
    expect(await sign(signer)).toMatchObject({ error: { code: 'signer-unavailable', state: 'halted' } });
    await parties.restart(1);
    await parties.restart(0);
    const later = legacySigner(marks);
    expect(await sign(later)).toMatchObject({ error: { state: 'halted' } });
    expect(await later.clearDoubt('person', 'parties-restarted')).toEqual({ ok: true, value: undefined });
    expect(later.state()).toMatchObject({ code: 'ready' });
    expect(await sign(later)).toMatchObject({ ok: true });
  });

  it('does not reconnect to a party that was restarted alone: its 500 halts the signer, its health stays good', async () => {
    const signer = legacySigner();
    expect(await sign(signer)).toMatchObject({ ok: true });
    await parties.restart(1);
    expect(await health()).toMatchObject({ body: { ok: true } });
    expect(await sign(signer)).toMatchObject({ error: { code: 'signer-failed', signerCode: 'http-500' } });
    expect(signer.awaits()).toBe('parties-restarted');
    await parties.restart(0);
    expect(await signer.clearDoubt('person', 'parties-restarted')).toMatchObject({ ok: true });
    expect(await sign(signer)).toMatchObject({ ok: true });
  });

  it('is out of step only until a test signature comes again', async () => {
    const signer = legacySigner();
    await parties.signal(1, 'SIGSTOP');
    expect(await sign(signer)).toMatchObject({ error: { code: 'signer-failed' } });
    expect(signer.state().code).toBe('degraded');
    await parties.restart(1);
    await parties.signal(0, 'SIGKILL');
    // Being asked how it is changes nothing of that, whatever comes of it.
    expect(await signer.greet()).toMatchObject({ ok: false });
    expect(signer.state().code).toBe('degraded');
    await parties.restart(0);
    expect(await signer.greet()).toMatchObject({ ok: true });
    expect(signer.state().code).toBe('degraded');
    expect(await sign(signer)).toMatchObject({ ok: true });
    expect(signer.state()).toMatchObject({ code: 'ready', isReady: true });
  });
});
