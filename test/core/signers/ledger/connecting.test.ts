import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseAddress } from '../../../../core/domain/address.ts';
import type { HidTransports } from '../../../../core/ports.ts';
import { parseDerivationPath } from '../../../../core/signers/ledger/derivation.ts';
import type { LedgerOptions } from '../../../../core/signers/ledger/ledger-types.ts';
import { udevRule } from '../../../../core/signers/ledger/states.ts';
import { createDevice, type DeviceOptions } from '../../../ledger/device.ts';
import {
  approved,
  firstAddress,
  firstPath,
  type LedgerFixture,
  ledgerFixture,
  never,
  recipient,
  testTiming,
  transfer,
} from '../../../ledger/ledger-fixture.ts';
import { simulatedUsb } from '../../../ledger/simulated-usb.ts';

const open: LedgerFixture[] = [];
afterEach(async () => {
  for (const { signer } of open.splice(0)) await signer.close();
});

function over(transports: HidTransports, changes: Partial<LedgerOptions> = {}): LedgerFixture {
  const fixture = ledgerFixture(transports, changes);
  open.push(fixture);
  return fixture;
}

function bench(options: DeviceOptions = {}, changes: Partial<LedgerOptions> = {}) {
  const device = createDevice({ answers: 'approve', ...options });
  const usb = simulatedUsb([device]);
  return { ...over(usb.transports, changes), usb, control: device.control };
}

/** Transports on which every device fails to open like this. */
const failing = (name: string): HidTransports => ({
  list: () => Promise.resolve(['sim:failing']),
  open: () => Promise.reject(Object.assign(new Error('no'), { name })),
});

describe('the state of a Ledger', () => {
  it('is told by itself only when it was asked', async () => {
    const { signer, control } = bench();
    expect(signer.state()).toMatchObject({ code: 'not-asked', isReady: false, action: 'check' });
    expect(signer.seenApp()).toBeNull();
    expect(control.commands).toEqual([]);
    expect(await signer.refresh(never)).toMatchObject({
      code: 'ready',
      isReady: true,
      text: 'The Ledger is ready: Ethereum 1.22.0.',
      needs: null,
    });
    expect(signer.seenApp()).toMatchObject({ version: '1.22.0' });
  });

  it('is absent, held by another program, not permitted with the rule that helps, or without what USB needs', async () => {
    const absent = over(simulatedUsb([]).transports);
    expect(await absent.signer.refresh(never)).toMatchObject({
      code: 'absent',
      needs: 'Connect the Ledger and unlock it',
    });

    const held = over(simulatedUsb([createDevice()], { heldElsewhere: () => true }).transports);
    expect(await held.signer.refresh(never)).toMatchObject({
      code: 'held',
      needs: 'Close Ledger Live and other wallets',
    });

    const forbidden = over(failing('HidNoPermission'));
    expect(await forbidden.signer.refresh(never)).toMatchObject({ code: 'no-permission', action: 'copy-udev-rule' });
    expect(udevRule).toContain('ATTRS{idVendor}=="2c97"');

    const missing: HidTransports = {
      list: () => Promise.reject(Object.assign(new Error('libusb-1.0.so.0'), { name: 'HidUnavailable' })),
      open: () => Promise.reject(new Error('unreachable')),
    };
    expect(await over(missing).signer.refresh(never)).toMatchObject({ code: 'usb-unavailable' });
  });

  it.each(['5515', '6982', '6b0c', '6804'])('is locked when it answers %s, and ready after the PIN', async (word) => {
    const { signer, control } = bench();
    control.lock(Number.parseInt(word, 16));
    expect(await signer.refresh(never)).toMatchObject({ code: 'locked', needs: 'Unlock the Ledger with its PIN' });
    control.unlock();
    expect((await signer.refresh(never)).code).toBe('ready');
  });

  it('is told as not answering when a locked one says nothing, and is ready after the PIN', async () => {
    const { signer, control, usb } = bench({}, { timing: { ...testTiming, commandMs: 200 } });
    control.lock('silent');
    expect(await signer.refresh(never)).toMatchObject({ code: 'no-answer', needs: 'Unlock the Ledger' });
    expect(usb.openCount()).toBe(0);
    control.unlock();
    expect((await signer.refresh(never)).code).toBe('ready');
  });

  it('is another app, an old app, or another seed', async () => {
    const other = bench({ app: 'Boilerplate', version: '2.3.1' });
    expect(await other.signer.refresh(never)).toMatchObject({
      code: 'wrong-app',
      text: 'The Boilerplate app is open on the Ledger.',
      action: 'open-app',
    });
    const old = bench({ version: '1.21.3' });
    expect(await old.signer.refresh(never)).toMatchObject({
      code: 'app-too-old',
      text: "The Ledger's Ethereum app is 1.21.3; at least 1.22.0 is needed.",
    });
    expect([other.signer.seenApp(), old.signer.seenApp()]).toMatchObject([null, { version: '1.21.3' }]);
    // anvil's published mnemonic, as the seed of somebody else.
    const stranger = bench({ seed: 'test test test test test test test test test test test junk' });
    const state = await stranger.signer.refresh(never);
    expect(state.code).toBe('wrong-seed');
    expect(state.text).toContain('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
  });

  it('keeps a transaction from every device that is not ready', async () => {
    for (const options of [
      { app: 'Boilerplate' },
      { app: null },
      { version: '1.9.0' },
      { seed: 'test test test test test test test test test test test junk' },
    ]) {
      const { signer, progress, control } = bench(options);
      const signed = await signer.sign(approved(transfer()), progress, never);
      expect(signed).toMatchObject({ ok: false, error: { code: 'signer-unavailable', retry: 'safe' } });
      expect(control.commands.some((command) => command.startsWith('e004'))).toBe(false);
    }
  });
});

describe('opening the Ethereum app', () => {
  it.each([
    ['from the dashboard', { app: null }],
    ['in place of another app', { app: 'Boilerplate' }],
  ])('%s waits for the device to come back', async (_, options) => {
    const { signer, control, progress } = bench(options);
    expect(await signer.openApp(never)).toEqual({ ok: true, value: { name: 'Ethereum', version: '1.22.0' } });
    expect(signer.state().code).toBe('ready');
    expect(control.commands.filter((command) => command.startsWith('e0d8'))).toHaveLength(1);
    expect(await signer.sign(approved(transfer()), progress, never)).toMatchObject({ ok: true });
  });

  it('asks the person at the device, who may decline', async () => {
    const { signer, control } = bench({ app: null, answers: 'by-hand' });
    const opening = signer.openApp(never);
    expect(await control.whenAsked()).toEqual({ kind: 'open-app', shows: 'Ethereum' });
    expect(signer.state().code).toBe('waiting-for-you');
    control.reject();
    expect(await opening).toMatchObject({ ok: false, error: { code: 'signer-refused', signerCode: '0x5501' } });
  });

  it('says that the app is not installed', async () => {
    const { signer } = bench({ app: null, installed: [] });
    expect(await signer.openApp(never)).toMatchObject({ ok: false, error: { state: 'app-not-installed' } });
  });

  it('by hand is noticed: the device came back elsewhere', async () => {
    const { signer, control } = bench({ app: null });
    expect((await signer.refresh(never)).code).toBe('dashboard');
    control.openApp('Ethereum');
    expect((await signer.refresh(never)).code).toBe('ready');
  });
});

describe('choosing an account', () => {
  const unpinned = { account: { path: firstPath, address: null } };

  it('lists the three families side by side, showing nothing', async () => {
    const { signer, control } = bench({ answers: 'by-hand' }, unpinned);
    const addresses = async (family: 'ledger-live' | 'bip44' | 'legacy', from: number) => {
      const found = await signer.addresses(family, from, 1, never);
      return found.ok ? found.value : found.error;
    };
    // The addresses that the recordings of a real device name for this seed.
    expect(await addresses('ledger-live', 1)).toEqual([
      { path: "44'/60'/1'/0/0", address: '0x463e4e114AA57F54f2Fd2C3ec03572C6f75d84C2' },
    ]);
    expect(await addresses('bip44', 2)).toEqual([
      { path: "44'/60'/0'/0/2", address: '0xfeb0594A0561d0DF76EA8b2F52271538e6704f75' },
    ]);
    expect(await addresses('legacy', 0)).toEqual([
      { path: "44'/60'/0'/0", address: '0xfe984369CE3919aA7Bb4f431082D027b4f8ed70c' },
    ]);
    expect(control.prompt()).toBeNull();
  });

  it('refuses a range that is none', async () => {
    const { signer } = bench({}, unpinned);
    for (const [from, count] of [
      [0, 0],
      [0, 21],
      [-1, 1],
      [2 ** 31 - 1, 2],
      [0.5, 1],
    ] as const) {
      expect(await signer.addresses('bip44', from, count, never)).toMatchObject({
        ok: false,
        error: { code: 'invalid-input' },
      });
    }
  });

  it('shows an address on the device, and tells when the person confirmed it', async () => {
    const { signer, control, verified } = bench({ answers: 'by-hand' }, unpinned);
    const showing = signer.address({ show: true }, never);
    expect(await control.whenAsked()).toEqual({ kind: 'address', shows: firstAddress });
    expect(verified).toEqual([]);
    control.approve();
    expect(await showing).toEqual({ ok: true, value: firstAddress });
    expect(verified).toMatchObject([{ path: firstPath, address: firstAddress }]);
    expect(verified[0]?.atMs).toBeGreaterThan(Date.UTC(2025, 0, 1));
  });

  it('takes an address that the person refuses for none', async () => {
    const { signer, verified } = bench({ answers: 'reject' });
    expect(await signer.address({ show: true }, never)).toMatchObject({ ok: false, error: { code: 'signer-refused' } });
    expect([verified, await signer.address({ show: false }, never)]).toEqual([[], { ok: true, value: firstAddress }]);
  });

  it('takes the device that holds the pinned address, wherever it is, and no device at random before one is pinned', async () => {
    const stranger = createDevice({ seed: 'test test test test test test test test test test test junk' });
    const ours = createDevice({ answers: 'approve' });
    const { signer } = over(simulatedUsb([stranger, ours]).transports);
    expect(await signer.address({ show: false }, never)).toEqual({ ok: true, value: firstAddress });

    const choosing = over(simulatedUsb([stranger, ours]).transports, unpinned);
    expect(await choosing.signer.addresses('bip44', 0, 1, never)).toMatchObject({
      ok: false,
      error: { state: 'several' },
    });
    expect(await choosing.signer.address({ show: false }, never)).toMatchObject({
      ok: false,
      error: { state: 'several' },
    });
  });

  it('signs for an account of another family as well', async () => {
    const path = parseDerivationPath("44'/60'/1'/0/0");
    const address = parseAddress('0x463e4e114AA57F54f2Fd2C3ec03572C6f75d84C2');
    if (path === null || address === null) throw new Error('published values');
    const { signer, progress } = bench({}, { account: { path, address } });
    expect(await signer.sign(approved(transfer({}, address)), progress, never)).toMatchObject({ ok: true });
    expect(await signer.sign(approved(transfer({}, recipient)), progress, never)).toMatchObject({ ok: false });
  });
});

describe('holding the device', () => {
  it('ends when nothing follows, so that other programs can have it, and begins again by itself', async () => {
    const { signer, usb } = bench();
    await signer.refresh(never);
    expect(usb.openCount()).toBe(1);
    await vi.waitFor(() => expect(usb.openCount()).toBe(0), { timeout: 30_000 });
    expect((await signer.refresh(never)).code).toBe('ready');
    await signer.close();
    expect(usb.openCount()).toBe(0);
  });

  it('is one job after another, in the order they came', async () => {
    const { signer, control, progress } = bench({ answers: 'by-hand' });
    const first = signer.sign(approved(transfer({ nonce: 1 })), progress, never);
    const second = signer.sign(approved(transfer({ nonce: 2 })), progress, never);
    expect(await control.whenAsked()).toEqual({ kind: 'transaction', shows: transfer({ nonce: 1 }).unsigned });
    control.approve();
    expect(await first).toMatchObject({ ok: true });
    expect(await control.whenAsked()).toEqual({ kind: 'transaction', shows: transfer({ nonce: 2 }).unsigned });
    control.reject();
    expect(await second).toMatchObject({ ok: false, error: { code: 'signer-refused' } });
  });

  it('leaves the queue at once when it is cancelled there, and the device never hears of it', async () => {
    const { signer, control, progress } = bench({ answers: 'by-hand' });
    const first = signer.sign(approved(transfer({ nonce: 1 })), progress, never);
    await control.whenAsked();
    const cancel = new AbortController();
    const second = signer.sign(approved(transfer({ nonce: 2 })), progress, cancel.signal);
    cancel.abort();
    expect(await second).toMatchObject({ ok: false, error: { code: 'signer-unavailable', state: 'cancelled' } });
    control.approve();
    expect(await first).toMatchObject({ ok: true });
    await signer.refresh(never);
    expect(control.commands.filter((command) => command.startsWith('e004'))).toHaveLength(1);
  });
});
