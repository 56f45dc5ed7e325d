import { openLog } from '../log.ts';
import { systemClock, systemIds } from '../node-ports.ts';
import type { Ports } from '../ports.ts';
import { systemSignerPorts } from '../signer-ports.ts';

/** The real world for a core without a window: no keychain, so the vault opens by passphrase. */
export function headlessPorts(logFile: string | null): Ports {
  return {
    clock: systemClock,
    ids: systemIds,
    fetch: (url, init) => fetch(url, init),
    log: openLog({ file: logFile, stderr: true, name: 'core' }),
    arming: { isArmed: () => false },
    signers: systemSignerPorts(),
    masterKey: null,
  };
}
