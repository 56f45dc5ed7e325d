import type { SignerRow } from '../contract/shapes.ts';
import type { SignerKindName } from '../domain/signer-kinds.ts';
import { shownValue } from '../settings/shown-value.ts';
import type { SignerMaking } from './make-signer.ts';

/** What a kind of signer is set up with, for a person; secrets only as whether they are there. */
export function settingsOf(kind: SignerKindName, { keystoreFile, settings }: SignerMaking): SignerRow['settings'] {
  const { values } = settings;
  const shown = (label: string, text: string | undefined): SignerRow['settings'] =>
    text === undefined ? [] : [{ label, text: shownValue(text) }];
  const isSet = (label: string, value: unknown): SignerRow['settings'] =>
    value === undefined ? [] : [{ label, text: 'set' }];
  switch (kind) {
    case 'env_private_key':
      return isSet('Key', values.PRIVATE_KEY);
    case 'keystore':
      return [...shown('File', keystoreFile() ?? undefined), ...isSet('Password', values.KEYSTORE_PASSWORD)];
    case 'remote':
      return [
        ...shown('Address of the service', values.SIGNER_REMOTE_URL),
        ...shown('Protocol', values.PORTCULLIS_REMOTE_PROTOCOL),
        ...isSet('Client certificate', values.PORTCULLIS_REMOTE_CERT),
        ...isSet('Pinned certificate', values.PORTCULLIS_REMOTE_PIN),
        ...shown('TLS required', values.REMOTE_SIGNER_REQUIRE_TLS?.toString()),
      ];
    case 'cb_mpc_2pc':
      return [
        ...shown('Party 0', values.PORTCULLIS_MPC_0_URL ?? values.MPC_SIGNER_URL),
        ...shown('Party 1', values.PORTCULLIS_MPC_1_URL),
        ...isSet('Pinned certificate of party 0', values.PORTCULLIS_MPC_0_PIN),
        ...isSet('Pinned certificate of party 1', values.PORTCULLIS_MPC_1_PIN),
      ];
    case 'ledger':
      return [...shown('Emulator', values.PORTCULLIS_LEDGER), ...shown('Path', values.PORTCULLIS_LEDGER_PATH)];
  }
}
