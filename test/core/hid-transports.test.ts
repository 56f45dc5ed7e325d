import { describe, expect, it } from 'vitest';
import { hidTransports, type VendorHid } from '../../core/hid-transports.ts';
import { createDevice } from '../ledger/device.ts';
import { simulatedUsb } from '../ledger/simulated-usb.ts';

const askApp = Uint8Array.from([0xb0, 0x01, 0x00, 0x00, 0x00]);
const missing = (): VendorHid => {
  throw Object.assign(new Error('libusb-1.0.so.0: cannot open shared object file'), { code: 'ERR_DLOPEN_FAILED' });
};

describe('the way to Ledgers on USB', () => {
  it('is not loaded until devices are asked for, and its absence is only theirs', async () => {
    const transports = hidTransports(missing);
    await expect(transports.list()).rejects.toMatchObject({ name: 'HidUnavailable' });
  });

  it("is the vendor's own, which can be loaded here; whether the native part can shows when it is asked", async () => {
    const found = await hidTransports()
      .list()
      .catch((error: Error) => error.name);
    expect(Array.isArray(found) || found === 'HidUnavailable').toBe(true);
  });

  it('carries commands and answers longer than one report, both ways', async () => {
    const device = createDevice({ answers: 'approve' });
    const { transports } = simulatedUsb([device]);
    const [path = ''] = await transports.list();
    const transport = await transports.open(path);
    expect(Buffer.from(await transport.exchange(askApp)).toString('latin1')).toContain('Ethereum');
    const long = Uint8Array.from([0xe0, 0x0a, 0x00, 0x00, 0xff, ...new Uint8Array(255)]);
    expect(Buffer.from(await transport.exchange(long)).toString('hex')).toBe('6a80');
    expect(device.control.commands.at(-1)).toHaveLength(2 * 260);
    await transport.close();
  });

  it('does not open what the system does not permit', async () => {
    const vendor: VendorHid = { list: () => Promise.resolve(['']), open: () => Promise.reject(new Error('opened')) };
    await expect(hidTransports(() => vendor).open('')).rejects.toMatchObject({ name: 'HidNoPermission' });
    const forbidden = hidTransports(
      () => vendor,
      () => Promise.resolve(false),
    );
    await expect(forbidden.open('/dev/hidraw3')).rejects.toMatchObject({ name: 'HidNoPermission' });
    // Where it is permitted, why it cannot be opened is for the vendor's library to say.
    await expect(hidTransports(() => vendor).open('/dev/null')).rejects.toThrow('opened');
  });

  it('lets a device go while a person has still to answer, and then the command ends', async () => {
    const device = createDevice();
    const usb = simulatedUsb([device]);
    const [path = ''] = await usb.transports.list();
    const transport = await usb.transports.open(path);
    const account = [5, 0x80, 0, 0, 0x2c, 0x80, 0, 0, 0x3c, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const waiting = transport.exchange(Uint8Array.from([0xe0, 0x02, 0x01, 0x00, account.length, ...account]));
    await device.control.whenAsked();
    const ended = expect(waiting).rejects.toMatchObject({ name: 'DisconnectedDeviceDuringOperation' });
    await transport.close();
    await ended;
    await expect(transport.exchange(askApp)).rejects.toMatchObject({ name: 'DisconnectedDevice' });
    await transport.close();
    expect(usb.openCount()).toBe(0);
  });
});
