import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type { HidTransport, HidTransports } from './ports.ts';

/** The part of the vendor's class for USB devices that is used here. */
export interface VendorHid {
  list(): Promise<readonly string[]>;
  open(path: string): Promise<VendorHidDevice>;
}

/** One device as the vendor's class has it. */
export interface VendorHidDevice {
  exchange(apdu: Buffer): Promise<Uint8Array>;
  close(): Promise<void>;
  /** The device of node-hid below it. */
  readonly device: { readInterrupt(): void };
}

/**
 * The Ledger devices on USB, by the vendor's library. It is loaded when devices are first asked for, and its native part needs libusb:
 * where that is missing only Ledger devices cannot be used, and everything else works.
 */
export function hidTransports(
  load: () => VendorHid = loadVendor,
  isPermitted: (path: string) => Promise<boolean> = systemPermits,
): HidTransports {
  let vendor: VendorHid | null = null;
  const loaded = (): VendorHid => {
    vendor ??= load();
    return vendor;
  };
  return {
    async list() {
      try {
        return await loaded().list();
      } catch (error) {
        throw named('HidUnavailable', messageOf(error));
      }
    },
    async open(path) {
      // On macOS an empty name is how a device shows that this program may not use.
      if (path === '' || !(await isPermitted(path))) throw named('HidNoPermission', 'the system does not permit it');
      return opened(await loaded().open(path));
    },
  };
}

function loadVendor(): VendorHid {
  // Its module form cannot be loaded by Node; the other can.
  const load = createRequire(import.meta.url);
  return (load('@ledgerhq/hw-transport-node-hid') as { readonly default: VendorHid }).default;
}

function opened(vendor: VendorHidDevice): HidTransport {
  let closing: Promise<void> | null = null;
  let isBusy = false;
  let letGo: (reason: Error) => void = () => {};
  const gone = new Promise<never>((_, reject) => {
    letGo = reject;
  });
  gone.catch(() => {});
  const ask = async (apdu: Uint8Array): Promise<Uint8Array> => {
    isBusy = true;
    try {
      return await vendor.exchange(Buffer.from(apdu));
    } finally {
      isBusy = false;
    }
  };
  const close = async (): Promise<void> => {
    letGo(named('DisconnectedDeviceDuringOperation', 'it was let go'));
    // The vendor's close waits for an answer that a person may never give, and node-hid closes nothing that is being read: the read is
    // ended first. It begins within this turn, when the last report was written.
    await setImmediate();
    try {
      if (isBusy) vendor.device.readInterrupt();
      await vendor.close();
    } catch {
      // It is gone already.
    }
  };
  return {
    exchange(apdu) {
      if (closing !== null) return Promise.reject(named('DisconnectedDevice', 'it was let go'));
      return Promise.race([ask(apdu), gone]);
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Linux gives a device to its group or, by a udev rule, to whoever sits there; without either, opening fails without saying why. */
async function systemPermits(path: string): Promise<boolean> {
  if (!path.startsWith('/dev/')) return true;
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EACCES';
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'it cannot be loaded';
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
