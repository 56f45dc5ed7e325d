import type { SignerKindName } from '../domain/signer-kinds.ts';

/** What the kinds of signer are called, everywhere. */
export const signerTitles: Readonly<Record<SignerKindName, string>> = {
  env_private_key: 'Key in the environment',
  keystore: 'Keystore',
  remote: 'Remote signer',
  cb_mpc_2pc: 'Two-party signer',
  ledger: 'Ledger',
};
