import { createRequire } from 'node:module';
import { hidTransports, type VendorHid } from '../../core/hid-transports.ts';
import type { HidTransports } from '../../core/ports.ts';
import type { SimulatedDevice } from './device.ts';
import { createHidEndpoint } from './hid-endpoint.ts';

/** A USB on which simulated devices are, with the console's own way to it. */
export interface SimulatedUsb {
  readonly transports: HidTransports;
  /** How many devices are held open now. */
  openCount(): number;
}

interface NodeHid {
  HID: unknown;
  devices: unknown;
}

/**
 * Real from the port down to node-hid: the console's transports, the vendor's transport and its framing. Only the native module is
 * replaced, by devices that take and give reports of 64 bytes. One such USB per process at a time: the last one made counts. `heldElsewhere`
 * makes opening fail as it does where another program holds the device.
 */
export function simulatedUsb(
  devices: readonly SimulatedDevice[],
  { heldElsewhere = () => false }: { readonly heldElsewhere?: () => boolean } = {},
): SimulatedUsb {
  const load = createRequire(import.meta.url);
  const nodeHid = load('node-hid') as NodeHid;
  const open = new Set<object>();
  const pathOf = (device: SimulatedDevice): string => `sim:${device.connection()}`;
  const present = (): readonly SimulatedDevice[] => devices.filter((device) => device.connection() !== null);

  nodeHid.devices = () =>
    present().map((device) => ({ path: pathOf(device), productId: 0x5011, interface: 0, usagePage: 0xffa0 }));
  nodeHid.HID = function open64(path: string) {
    const device = present().find((candidate) => pathOf(candidate) === path);
    if (device === undefined || heldElsewhere()) throw new TypeError(`cannot open device with path ${path}`);
    const endpoint = createHidEndpoint(device, () => open.delete(endpoint));
    open.add(endpoint);
    return endpoint;
  };
  const vendor = (load('@ledgerhq/hw-transport-node-hid') as { readonly default: VendorHid }).default;
  return { transports: hidTransports(() => vendor), openCount: () => open.size };
}
