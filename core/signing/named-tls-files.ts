import type { Settings } from '../settings/settings.ts';
import { type TlsService, tlsServices } from './kept-identities.ts';
import type { TlsFiles } from './tls-files.ts';
import { underData } from './under-data.ts';

type Values = Settings['values'];
type Part = keyof TlsFiles;

const starts: Readonly<Record<TlsService, 'PORTCULLIS_REMOTE' | 'PORTCULLIS_MPC_0' | 'PORTCULLIS_MPC_1'>> = {
  remote: 'PORTCULLIS_REMOTE',
  'mpc-0': 'PORTCULLIS_MPC_0',
  'mpc-1': 'PORTCULLIS_MPC_1',
};

/** What settings name of a service's TLS identity. Where they name any part, nothing that the vault keeps for the service counts. */
export function namedTlsFiles(values: Values, service: TlsService): TlsFiles {
  const start = starts[service];
  return {
    cert: values[`${start}_CERT`],
    key: values[`${start}_KEY`],
    ca: values[`${start}_CA`],
    pins: values[`${start}_PIN`],
  };
}

/** The names of the settings for a service's TLS identity, whether they are set or not. */
export function tlsSettingNames(service: TlsService): Readonly<Record<Part, string>> {
  const start = starts[service];
  return { cert: `${start}_CERT`, key: `${start}_KEY`, ca: `${start}_CA`, pins: `${start}_PIN` };
}

/** The settings that name some part of a service's TLS identity. */
export function tlsSettingsOf(values: Values, service: TlsService): readonly string[] {
  const files = namedTlsFiles(values, service);
  const names = tlsSettingNames(service);
  return (Object.keys(names) as Part[]).filter((part) => files[part] !== undefined).map((part) => names[part]);
}

/** The files that settings name as keys of ours, with the setting; relative ones are under the data folder. */
export function namedKeyFiles(
  dataFolder: string,
  values: Values,
): readonly { readonly setting: string; readonly path: string }[] {
  return tlsServices.flatMap((service) => {
    const { key } = namedTlsFiles(values, service);
    if (key === undefined) return [];
    return [{ setting: tlsSettingNames(service).key, path: underData(dataFolder, key) }];
  });
}
