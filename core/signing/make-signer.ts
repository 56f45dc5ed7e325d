import type { Address } from '../domain/address.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SignerKindName } from '../domain/signer-kinds.ts';
import type { Clock, Ids, Log, SignerPorts } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { nodeChild, signerChildProgram } from '../signers/child/node-child.ts';
import { createEnvKeySigner } from '../signers/env-private-key/env-key-signer.ts';
import type { TlsIdentity } from '../signers/http-exchange.ts';
import { readKeystoreFile } from '../signers/keystore/keystore-file.ts';
import { createKeystoreSigner } from '../signers/keystore/keystore-signer.ts';
import { derivationPath, parseDerivationPath } from '../signers/ledger/derivation.ts';
import { createLedgerSigner } from '../signers/ledger/ledger-signer.ts';
import { type LedgerOptions, usualMinimumVersion } from '../signers/ledger/ledger-types.ts';
import type { Marks, MpcOptions, MpcParty } from '../signers/mpc/mpc-options.ts';
import { createMpcSigner } from '../signers/mpc/mpc-signer.ts';
import { remoteDefaults } from '../signers/remote/remote-options.ts';
import { createRemoteSigner } from '../signers/remote/remote-signer.ts';
import type { Signer } from '../signers/signer.ts';
import type { KeptIdentities, TlsService } from './kept-identities.ts';
import { namedTlsFiles } from './named-tls-files.ts';
import type { ServedCertificates } from './served-certificates.ts';
import { readTlsIdentity } from './tls-files.ts';

/** What signers are made of. */
export interface SignerMaking {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly ports: SignerPorts;
  readonly settings: Settings;
  readonly dataFolder: string;
  /** The password in UTF-8 of the keystore for this address, from wherever it is; the bytes are overwritten after use. */
  readonly keystorePassword: (pinned: Address | null) => Promise<Result<Uint8Array>>;
  /** The keystore file for this address, or for the pinned one; null while there is none. */
  readonly keystoreFile: (pinned?: Address | null) => string | null;
  /** TLS identities that are kept in the vault. */
  readonly identities: Pick<KeptIdentities, 'take'>;
  readonly served: Pick<ServedCertificates, 'saw'>;
  readonly mayBlindSign: LedgerOptions['mayBlindSign'];
  readonly onLate: LedgerOptions['onLate'];
  readonly marks: Marks;
  /** Hears how the two-party signer halts and goes on; nobody where it is only asked. */
  readonly onMpcHalt?: MpcOptions['onHalt'];
}

/** Which signer: its kind, the address it is pinned to (null while it is only being asked), and a Ledger's path. */
export interface SignerWanted {
  readonly kind: SignerKindName;
  readonly pinned: Address | null;
  readonly path: string | null;
}

/** Said where no child can be started. */
export const noNode = 'there is no Node for the process that its key lies in';
const openTimeoutMs = 60_000;
const signTimeoutMs = 30_000;
const keepOpenMs = 10 * 60_000;

/**
 * Makes one signer as the settings say; nothing is asked of it yet. `signer-unavailable` where a setting it cannot do without is missing
 * or wrong; what else is wrong its state tells.
 */
export function makeSigner({ kind, path, pinned }: SignerWanted, making: SignerMaking): Result<Signer> {
  const { clock, ids, log, ports, settings } = making;
  const { values } = settings;
  const { node } = ports;
  const child = (keyNode: string) => ({
    start: nodeChild(signerChildProgram(keyNode)),
    rules: settings.policyTexts,
    clock,
    log,
    openTimeoutMs,
    keepOpenMs,
    signTimeoutMs,
  });
  switch (kind) {
    case 'env_private_key':
      if (node === null) return unavailable(kind, noNode);
      return ok(createEnvKeySigner({ ...child(node), privateKey: () => values.PRIVATE_KEY ?? null }));
    case 'keystore':
      if (node === null) return unavailable(kind, noNode);
      return ok(
        createKeystoreSigner({
          ...child(node),
          password: () => making.keystorePassword(pinned),
          readFile: async () => {
            const file = making.keystoreFile(pinned);
            return file === null
              ? err({ state: 'no-file', why: 'is not named: set KEYSTORE_PATH' })
              : readKeystoreFile(file);
          },
        }),
      );
    case 'remote': {
      const tls = identityOf(making, 'remote', kind);
      if (!tls.ok) return tls;
      return ok(
        createRemoteSigner({
          url: values.SIGNER_REMOTE_URL ?? null,
          protocol: values.PORTCULLIS_REMOTE_PROTOCOL ?? 'auto',
          timeoutMs:
            values.REMOTE_SIGNER_TIMEOUT_SEC === undefined
              ? remoteDefaults.timeoutMs
              : values.REMOTE_SIGNER_TIMEOUT_SEC * 1000,
          retries: values.REMOTE_SIGNER_RETRY_COUNT ?? remoteDefaults.retries,
          requireTls: values.REMOTE_SIGNER_REQUIRE_TLS,
          tls: tls.value,
          pinned: () => pinned,
          clock,
          ids,
          log,
        }),
      );
    }
    case 'cb_mpc_2pc': {
      if (pinned === null) return unavailable(kind, 'it is not taken without the address that it must have');
      const parties = partiesOf(making);
      if (!parties.ok) return parties;
      const { marks, onMpcHalt: onHalt } = making;
      const told = onHalt === undefined ? {} : { onHalt };
      return ok(createMpcSigner({ ...parties.value, ...told, pinned, isLive: false, marks, clock, ids, log }));
    }
    case 'ledger': {
      const named = path ?? values.PORTCULLIS_LEDGER_PATH ?? derivationPath('ledger-live', 0);
      const account = named === null ? null : parseDerivationPath(named);
      if (account === null) return unavailable(kind, 'its derivation path is none that is offered');
      return ok(
        createLedgerSigner({
          transports: ports.ledger(values.PORTCULLIS_LEDGER ?? null),
          account: { path: account, address: pinned },
          minimumVersion: usualMinimumVersion,
          mayBlindSign: making.mayBlindSign,
          onLate: making.onLate,
          clock,
          log,
        }),
      );
    }
  }
}

/** Both parties of the two-party signer as the settings name them; `signer-unavailable` where one cannot be asked as it is set up. */
export function partiesOf(making: SignerMaking): Result<{ party0: MpcParty; party1: MpcParty | null }> {
  const { values } = making.settings;
  const kind = 'cb_mpc_2pc';
  const url = values.PORTCULLIS_MPC_0_URL ?? values.MPC_SIGNER_URL;
  if (url === undefined) return unavailable(kind, 'its address is not set: set MPC_SIGNER_URL');
  const first = identityOf(making, 'mpc-0', kind);
  if (!first.ok) return first;
  const party0 = { url, tls: first.value };
  const other = values.PORTCULLIS_MPC_1_URL;
  if (other === undefined) return ok({ party0, party1: null });
  const second = identityOf(making, 'mpc-1', kind);
  return second.ok ? ok({ party0, party1: { url: other, tls: second.value } }) : second;
}

/** A service's TLS identity: the files that settings name, else what is kept in the vault; `signer-unavailable` where it cannot be read. */
export function identityOf(
  { dataFolder, identities, served, settings }: SignerMaking,
  service: TlsService,
  kind: SignerKindName,
): Result<TlsIdentity> {
  const files = namedTlsFiles(settings.values, service);
  const onServed: TlsIdentity['onServed'] = (certificate) => served.saw(service, certificate);
  if (Object.values(files).some((file) => file !== undefined)) {
    const read = readTlsIdentity(dataFolder, files);
    return read.ok ? ok({ ...read.value, onServed }) : unavailable(kind, read.error.why);
  }
  const kept = identities.take(service);
  if (kept.ok) return ok({ ...kept.value, onServed });
  return unavailable(
    kind,
    kept.error.code === 'vault-locked' ? 'its certificate is in the locked vault' : 'its certificate cannot be read',
  );
}

function unavailable(signer: SignerKindName, why: string): Result<never> {
  return err({ code: 'signer-unavailable', retry: 'safe', signer, state: 'not-set-up', why });
}
