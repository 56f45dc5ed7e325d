import { createDevice, type DeviceControl, type DeviceOptions } from './device.ts';
import { startSpeculosServer } from './speculos-server.ts';

/** A simulated Ledger that a console reaches by `PORTCULLIS_LEDGER`. */
export interface LedgerSimulator {
  readonly url: string;
  readonly control: DeviceControl;
  stop(): Promise<void>;
}

/** Starts one in this process, on a port of its own. Its seed is the published one of Speculos unless another is given. */
export async function startLedgerSimulator(options: DeviceOptions = {}): Promise<LedgerSimulator> {
  const device = createDevice(options);
  const { url, stop } = await startSpeculosServer(device);
  return { url, control: device.control, stop };
}
