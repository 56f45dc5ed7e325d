import { ok, type Result } from '../domain/result.ts';
import type { SigningService } from '../procedures/tls-rotation.ts';
import type { TlsPlace } from '../procedures/tls-rotation-ports.ts';
import type { KeptIdentities } from '../signing/kept-identities.ts';
import { namedTlsFiles, tlsSettingNames, tlsSettingsOf } from '../signing/named-tls-files.ts';
import { readTlsIdentity } from '../signing/tls-files.ts';
import { underData } from '../signing/under-data.ts';
import type { RotationKindParts } from './rotation-kind.ts';

/** What is set up for the connection to a signing service, in settings and files or in the vault. */
export interface ServiceTls {
  /** Name and port of its https address; null where none is set. */
  host(service: SigningService): string | null;
  place(service: SigningService): TlsPlace;
  /** `vault-locked`, `storage-failed`. */
  pins(service: SigningService): Result<readonly string[] | null>;
  /** Our certificate for it, PEM text as it lies there now; null where there is none or it cannot be read. */
  certificate(service: SigningService): string | null;
}

/** It, read anew with every question. */
export function serviceTls({
  dataFolder,
  foundations,
  identities,
}: Pick<RotationKindParts, 'foundations'> & {
  readonly dataFolder: string;
  readonly identities: Pick<KeptIdentities, 'take'>;
}): ServiceTls {
  const { values } = foundations.settings;
  const isNamed = (service: SigningService): boolean => tlsSettingsOf(values, service).length > 0;
  return {
    host(service) {
      const text = values[urlNames[service].find((name) => values[name] !== undefined) ?? 'SIGNER_REMOTE_URL'];
      const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
      return url?.protocol === 'https:' ? url.host : null;
    },
    place(service) {
      const { cert, key } = namedTlsFiles(values, service);
      const [url] = urlNames[service];
      return {
        from: isNamed(service) ? 'settings' : 'vault',
        names: { url, ...tlsSettingNames(service) },
        files:
          cert === undefined || key === undefined
            ? null
            : { cert: underData(dataFolder, cert), key: underData(dataFolder, key) },
      };
    },
    pins(service) {
      if (isNamed(service)) return ok(namedTlsFiles(values, service).pins ?? null);
      const kept = identities.take(service);
      return kept.ok ? ok(kept.value?.pins ?? null) : kept;
    },
    certificate(service) {
      const { cert } = namedTlsFiles(values, service);
      if (isNamed(service)) {
        const read = readTlsIdentity(dataFolder, { cert, key: undefined, ca: undefined, pins: undefined });
        return read.ok ? (read.value.cert ?? null) : null;
      }
      const kept = identities.take(service);
      return kept.ok ? (kept.value?.cert ?? null) : null;
    },
  };
}

/** The settings that hold a service's address; the first that is set counts. */
const urlNames = {
  remote: ['SIGNER_REMOTE_URL'],
  'mpc-0': ['PORTCULLIS_MPC_0_URL', 'MPC_SIGNER_URL'],
  'mpc-1': ['PORTCULLIS_MPC_1_URL'],
} as const;
