import { ledgerTransports } from './ledger-transports.ts';
import type { SignerPorts } from './ports.ts';

/** What signers need of this machine; `node` is the program that a key's own process runs. */
export function systemSignerPorts(node: string = process.execPath): SignerPorts {
  return { node, ledger: (emulator) => ledgerTransports({ emulator, isPaper: true }) };
}
