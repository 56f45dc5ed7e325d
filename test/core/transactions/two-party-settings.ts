import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startTwoPartySigner, type TwoPartyOptions, type TwoPartySigner } from '../../mpc/start.ts';

/** Two parties in processes of their own, which end with the test. */
export async function twoParties(options: Omit<TwoPartyOptions, 'folder'> = {}): Promise<TwoPartySigner> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-mpc-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const parties = await startTwoPartySigner({ folder, ...options });
  onTestFinished(() => parties.stop());
  return parties;
}

/** Settings of `mpc-2p/1` over mutual TLS, both parties pinned. */
export function twoPartySettings({ pins, tlsFiles, urls }: TwoPartySigner): Record<string, string> {
  const { ca, cert, key } = tlsFiles;
  const ofParty = (party: 0 | 1): Record<string, string> => ({
    [`PORTCULLIS_MPC_${party}_URL`]: urls[party],
    [`PORTCULLIS_MPC_${party}_CERT`]: cert,
    [`PORTCULLIS_MPC_${party}_KEY`]: key,
    [`PORTCULLIS_MPC_${party}_CA`]: ca,
    [`PORTCULLIS_MPC_${party}_PIN`]: pins[party],
  });
  return { SIGNER_TYPE: 'cb_mpc_2pc', ...ofParty(0), ...ofParty(1) };
}
