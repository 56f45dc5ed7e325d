import { SigningKey } from 'ethers';
import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/domain/hex.ts';
import { systemClock } from '../../../core/node-ports.ts';
import type { Clock } from '../../../core/ports.ts';
import type { DeviceControl, DeviceOptions } from '../../ledger/device.ts';
import { firstAddress } from '../../ledger/ledger-fixture.ts';
import { otherPrivateKey } from '../../signer/remote-kit.ts';
import {
  cancelsDoubt,
  type Ending,
  endsAs,
  guardedCore,
  mismatch,
  refused,
  unavailable,
  unsure,
  withSigner,
} from './guarded-core.ts';
import { hastyClock } from './hasty-clock.ts';
import { ledgerSettings, simulatedLedger } from './ledger-settings.ts';
import { fund, sharedChain } from './shared-chain.ts';

const chain = sharedChain();
const { anvil } = chain;
const signTransaction = 0x04;

/** A simulated Ledger whose person has to be asked, and a console that is pinned to its first address. */
async function atDevice(options: DeviceOptions = {}, clock: Clock = systemClock) {
  const ledger = await simulatedLedger({ answers: 'by-hand', ...options });
  await fund(chain, firstAddress);
  const settings = { ...ledgerSettings(ledger), PORTCULLIS_SIGNER_ADDRESS: firstAddress };
  const world = await guardedCore(anvil(), settings, { ports: { clock } });
  return { control: ledger.control, world };
}

/** What the device says once it has signed: v, r, s and 9000. */
function signedAnswer(digest: string, key: string): Uint8Array {
  const { r, s } = new SigningKey(key).sign(digest as Hex);
  return Uint8Array.from(Buffer.from(`00${r.slice(2)}${s.slice(2)}9000`, 'hex'));
}

describe('a Ledger before it was asked for a signature', () => {
  const obstacles: Readonly<Record<string, readonly [DeviceOptions, (control: DeviceControl) => void, string]>> = {
    // An emulator's port is there while its device is not: that shows only once it is opened.
    'is not connected': [{}, (control) => control.unplug(), 'disconnected'],
    'is locked': [{}, (control) => control.lock(0x5515), 'locked'],
    'has no app open': [{ app: null }, () => undefined, 'dashboard'],
    'has another app open': [{ app: 'Boilerplate' }, () => undefined, 'wrong-app'],
    'has an app that is too old': [{ version: '1.2.4' }, () => undefined, 'app-too-old'],
    'holds another seed': [
      { seed: 'test test test test test test test test test test test junk' },
      () => undefined,
      'wrong-seed',
    ],
  };
  it.each(Object.entries(obstacles))(
    '%s: nothing was handed over, and the nonce is free',
    async (_, [options, happens, state]) => {
      const { control, world } = await atDevice(options);
      const shown = await world.preview(world.draft);
      happens(control);
      const submitted = await world.submit(shown);
      expect(submitted).toMatchObject({ ok: false, error: { state } });
      await endsAs(world, shown, submitted, unavailable);
      expect(control.commands.filter((apdu) => apdu.startsWith('e004'))).toEqual([]);
    },
  );
});

describe('a Ledger that has a transaction on its screen', () => {
  it.each<[string, (control: DeviceControl) => void, Ending]>([
    ['the person says no', (control) => control.reject(), refused],
    ['it is unplugged', (control) => control.unplug(), unsure],
    ['another app is opened', (control) => control.openApp('Boilerplate'), unsure],
  ])('%s: nothing is sent', async (_, happens, ending) => {
    const { control, world } = await atDevice();
    const shown = await world.preview(world.draft);
    const submitting = world.submit(shown);
    expect(await control.whenAsked()).toMatchObject({ kind: 'transaction', shows: shown.unsigned });
    happens(control);
    await endsAs(world, shown, await submitting, ending);
  });

  it('is asked for what the preview foretold, line by line, and its signature in sight is told', async () => {
    const { control, world } = await atDevice({ answers: 'approve' });
    const shown = await world.preview(world.draft);
    expect(shown.device.map(({ label }) => label)).toEqual(['From', 'Amount', 'To', 'Max fees', 'Network']);
    expect(shown.device).toContainEqual({ label: 'To', text: shown.to });
    expect(await world.submit(shown)).toMatchObject({ ok: true, value: { clearSigned: true } });
    expect(control.commands.filter((apdu) => apdu.startsWith('e004'))).not.toEqual([]);
  });

  it('is unplugged there: the doubt is settled by what takes its place once it is back', async () => {
    const { control, world } = await atDevice();
    const shown = await world.preview(world.draft);
    const submitting = world.submit(shown);
    await control.whenAsked();
    control.unplug();
    const doubted = await endsAs(world, shown, await submitting, unsure);
    control.plug();
    control.answersBy('approve');
    await cancelsDoubt(world, doubted);
  });

  it('is told to stop, which it cannot be: what the person signs afterwards is not sent, and told', async () => {
    const { control, world } = await atDevice();
    const shown = await world.preview(world.draft);
    const submitting = world.submit(shown);
    await control.whenAsked();
    const { transactionId } = await withSigner(world, 'Compare');
    await world.console.get('transactions.stopSigning', { transactionId });
    const doubted = await endsAs(world, shown, await submitting, unsure);
    const { console } = world;
    const cancel = await console.get('transactions.previewReplace', { transactionId, as: 'cancel' });
    expect(await world.submit(cancel)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', state: 'busy' },
    });
    control.approve();
    await expect
      .poll(
        async () => (await console.get('audit.query', { eventType: 'sign', text: '"discarded":true', limit: 5 }))[0],
      )
      .toMatchObject({ status: 'unknown', actor: 'ledger', subject: shown.digest });
    await world.expectUntouched();
    control.answersBy('approve');
    await cancelsDoubt(world, doubted);
  });
});

describe('a Ledger that the person answers on too late', () => {
  it('what is signed after the deadline is not sent, and told', async () => {
    const { control, world } = await atDevice({}, hastyClock(150_000, 200_000, 200));
    const shown = await world.preview(world.draft);
    await endsAs(world, shown, await world.submit(shown), unsure);
    expect(control.prompt()).toMatchObject({ kind: 'transaction', shows: shown.unsigned });
    control.approve();
    await expect
      .poll(() => world.console.get('audit.query', { eventType: 'sign', text: '"discarded":true', limit: 5 }))
      .toMatchObject([{ status: 'unknown', actor: 'ledger', subject: shown.digest }]);
    await world.expectUntouched();
  });
});

describe('a Ledger that gives back something else', () => {
  it('a signature by another key: nothing is sent, and trading halts', async () => {
    const { control, world } = await atDevice();
    const shown = await world.preview(world.draft);
    control.answerNext(signTransaction, signedAnswer(shown.digest, otherPrivateKey));
    await endsAs(world, shown, await world.submit(shown), mismatch);
  });

  it('no signature at all: in doubt, and nothing is sent', async () => {
    const { control, world } = await atDevice();
    const shown = await world.preview(world.draft);
    control.answerNext(signTransaction, Uint8Array.from([0x01, 0x02, 0x90, 0x00]));
    await endsAs(world, shown, await world.submit(shown), unsure);
  });
});
