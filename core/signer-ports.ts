import { ledgerTransports } from './ledger-transports.ts';
import type { SignerPorts } from './ports.ts';

/** What signers need of this machine; `node` is the program that a key's own process runs, null where there is none. */
export function systemSignerPorts(node: string | null = process.execPath): SignerPorts {
  return { node, ledger: (emulator) => ledgerTransports({ emulator, isPaper: true }) };
}
