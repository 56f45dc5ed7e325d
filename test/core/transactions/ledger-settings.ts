import { onTestFinished } from 'vitest';
import type { DeviceOptions } from '../../ledger/device.ts';
import { type LedgerSimulator, startLedgerSimulator } from '../../ledger/start-ledger-simulator.ts';

/** A simulated Ledger behind the TCP framing of Speculos; it ends with the test. */
export async function simulatedLedger(options: DeviceOptions = {}): Promise<LedgerSimulator> {
  const ledger = await startLedgerSimulator({ answers: 'approve', ...options });
  onTestFinished(() => ledger.stop());
  return ledger;
}

/** Settings of a Ledger at an emulator. */
export function ledgerSettings({ url }: LedgerSimulator): Record<string, string> {
  return { SIGNER_TYPE: 'ledger', PORTCULLIS_LEDGER: url };
}
