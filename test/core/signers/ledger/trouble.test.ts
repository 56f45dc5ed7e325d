import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LedgerOptions } from '../../../../core/signers/ledger/ledger-types.ts';
import { verifySignature } from '../../../../core/signers/verify.ts';
import { createDevice, type DeviceOptions } from '../../../ledger/device.ts';
import {
  approved,
  type LedgerFixture,
  ledgerFixture,
  never,
  testTiming,
  transfer,
} from '../../../ledger/ledger-fixture.ts';
import { simulatedUsb } from '../../../ledger/simulated-usb.ts';
import { type ManualClock, manualClock } from '../../../manual-clock.ts';

const open: LedgerFixture[] = [];
afterEach(async () => {
  for (const { signer } of open.splice(0)) await signer.close();
});

function bench(options: DeviceOptions = {}, changes: Partial<LedgerOptions> = {}) {
  const device = createDevice(options);
  const usb = simulatedUsb([device]);
  const fixture = ledgerFixture(usb.transports, changes);
  open.push(fixture);
  const { signer, progress } = fixture;
  const { control } = device;
  const sign = (signal: AbortSignal = never, nonce = 7) => signer.sign(approved(transfer({ nonce })), progress, signal);
  return { ...fixture, usb, control, sign };
}

/** Winds until the signature has ended: no real time passes for what is measured. */
async function windUntil<T>(clock: ManualClock, awaited: Promise<T>): Promise<T> {
  let ended = false;
  void awaited.then(() => {
    ended = true;
  });
  await vi.waitFor(
    () => {
      clock.wind(60_000);
      expect(ended).toBe(true);
    },
    { timeout: 30_000 },
  );
  return awaited;
}

const mayExist = { ok: false, error: { code: 'signer-failed', retry: 'after-checking' } };
const doesNotExist = { ok: false, error: { code: 'signer-unavailable', retry: 'safe' } };

describe('a Ledger that goes while it is used', () => {
  it('before it was given the transaction has signed nothing', async () => {
    const { control, sign, signer } = bench();
    control.unplug();
    expect(await sign()).toMatchObject({ ...doesNotExist, error: { state: 'absent' } });
    control.plug();
    expect((await signer.refresh(never)).code).toBe('ready');
  });

  it('during the review may have signed, and is used again when it is back', async () => {
    const { control, sign } = bench();
    const signing = sign();
    await control.whenAsked();
    control.unplug();
    expect(await signing).toMatchObject({ ...mayExist, error: { signerCode: 'DisconnectedDevice' } });
    control.plug();
    control.answersBy('approve');
    expect(await sign()).toMatchObject({ ok: true });
  });

  it('while it is held and comes back within the time of grace is waited for', async () => {
    const { control, sign, signer, usb } = bench({ answers: 'approve' }, { timing: { ...testTiming, idleMs: 10_000 } });
    await signer.refresh(never);
    expect(usb.openCount()).toBe(1);
    control.unplug();
    const signing = sign();
    await vi.waitFor(() => expect(usb.openCount()).toBe(0), { timeout: 30_000 });
    control.plug();
    expect(await signing).toMatchObject({ ok: true });
  });

  it('locked during the review has signed nothing', async () => {
    const { control, sign, signer } = bench();
    const signing = sign();
    await control.whenAsked();
    control.lock(0x5515);
    expect(await signing).toMatchObject({ ...doesNotExist, error: { state: 'locked' } });
    expect(signer.state().code).toBe('locked');
  });
});

describe('what a Ledger answers in place of a signature', () => {
  const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
  const full = '11'.repeat(65);

  it.each([
    ['a bare success', '9000'],
    ['nothing at all', ''],
    ['one byte', '90'],
    ['the name of another app', '426f696c6572706c6174659000'],
    ['a signature that is too short', `${full.slice(2)}9000`],
    ['a signature that is too long', `${full}009000`],
  ])('is no signature: %s', async (_, hex) => {
    const { control, sign } = bench({ answers: 'approve' });
    control.answerNext(0x04, bytes(hex));
    expect(await sign()).toMatchObject({ ...mayExist, error: { signerCode: expect.stringMatching(/garbled/i) } });
    // What is wrong once is not wrong for ever.
    expect(await sign()).toMatchObject({ ok: true });
  });

  it('is taken apart by the verifier when it has the right length and is another signature', async () => {
    const { control, sign } = bench({ answers: 'approve' });
    control.answerNext(0x04, bytes(`${full}9000`));
    const claimed = await sign();
    expect(claimed.ok && verifySignature('ledger', transfer(), claimed.value)).toMatchObject({
      ok: false,
      error: { code: 'signature-mismatch' },
    });
  });

  it.each([
    ['the app', 0x01, '0108457468'],
    ['the app, of no format', 0x01, '0008457468657265756d06312e32322e3001009000'],
    ['the app, with a name of control characters', 0x01, '0108457468657265750a06312e32322e3001009000'],
    ['the configuration', 0x06, '029000'],
    ['the address', 0x02, '9000'],
    [
      'the address, of another key',
      0x02,
      `4104${'22'.repeat(64)}28${Buffer.from('Dad77910DbDFdE764fC21FCD4E74D71bBACA6D8D').toString('hex')}9000`,
    ],
  ])('is not used for %s either', async (_, ins, hex) => {
    const { control, sign } = bench({ answers: 'approve' });
    control.answerNext(ins as number, bytes(hex));
    expect(await sign()).toMatchObject(doesNotExist);
    expect(control.commands.some((command) => command.startsWith('e004'))).toBe(false);
  });

  it('may take its time', async () => {
    const { control, sign } = bench({ answers: 'approve' });
    control.delay(60);
    expect(await sign()).toMatchObject({ ok: true });
  });
});

describe('a signature that comes too late', () => {
  it('after a cancel is thrown away and told, and until then the device takes nothing else', async () => {
    const { control, sign, signer, late } = bench();
    const cancel = new AbortController();
    const signing = sign(cancel.signal);
    await control.whenAsked();
    cancel.abort();
    expect(await signing).toMatchObject({ ...mayExist, error: { signerCode: 'cancelled' } });
    expect(signer.state().code).toBe('waiting-for-you');
    expect(await sign(never, 8)).toMatchObject({ ...doesNotExist, error: { state: 'busy' } });

    control.approve();
    await vi.waitFor(
      () => expect(late).toMatchObject([{ answer: 'signed', transaction: { digest: transfer().digest } }]),
      { timeout: 30_000 },
    );
    expect(Object.keys(late[0] ?? {})).toEqual(['transaction', 'answer', 'atMs']);
    control.answersBy('approve');
    expect(await sign(never, 8)).toMatchObject({ ok: true });
  });

  it('after the time for an answer is the same', async () => {
    const clock = manualClock();
    const { control, sign, late } = bench({}, { clock });
    const signing = sign();
    await control.whenAsked();
    expect(await windUntil(clock, signing)).toMatchObject({ ...mayExist, error: { signerCode: 'no-answer' } });
    control.approve();
    await vi.waitFor(() => expect(late).toMatchObject([{ answer: 'signed' }]), { timeout: 30_000 });
    expect(late[0]?.atMs).toBe(clock.nowMs());
  });

  it('is told as none when the person refuses instead, and as unknown when the device is unplugged', async () => {
    for (const [act, answer] of [
      ['reject', 'refused'],
      ['unplug', 'unknown'],
    ] as const) {
      const { control, sign, late } = bench();
      const cancel = new AbortController();
      const signing = sign(cancel.signal);
      await control.whenAsked();
      cancel.abort();
      await signing;
      control[act]();
      await vi.waitFor(() => expect(late).toMatchObject([{ answer }]), { timeout: 30_000 });
    }
  });

  it('does not come when it is cancelled before the device has the transaction', async () => {
    const { control, signer, progress, late } = bench({ answers: 'approve' });
    const cancel = new AbortController();
    const signing = signer.sign(
      approved(transfer()),
      (step) => {
        progress(step);
        if (step.step === 'checking') cancel.abort();
      },
      cancel.signal,
    );
    expect(await signing).toMatchObject({ ...doesNotExist, error: { state: 'cancelled' } });
    await signer.refresh(never);
    expect([late, control.commands.some((command) => command.startsWith('e004'))]).toEqual([[], false]);
  });

  it('is not waited for when the console closes', async () => {
    const { control, sign, signer, usb } = bench();
    const signing = sign();
    await control.whenAsked();
    await signer.close();
    expect(await signing).toMatchObject(mayExist);
    expect(usb.openCount()).toBe(0);
    expect(await sign()).toMatchObject(doesNotExist);
  });
});
