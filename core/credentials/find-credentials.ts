import { statSync } from 'node:fs';
import { join } from 'node:path';
import { apiTokenFile, apiTokenIn } from '../api/api-tokens.ts';
import { configuredKey, genericOwner } from '../custody/configured-keys.ts';
import { certificateFacts, keyedMark } from '../custody/fingerprint.ts';
import type { FoundCredential } from '../custody/found-credentials.ts';
import { keyFingerprint } from '../custody/kept-keys.ts';
import { settingSlot } from '../custody/open-exchange-keys.ts';
import { type ExchangeName, exchangeNames, exchanges } from '../domain/exchanges.ts';
import type { SetKey, SetKeys } from '../domain/set-keys.ts';
import type { Foundations } from '../foundations.ts';
import type { Ids } from '../ports.ts';
import type { KeptIdentities, TlsService } from '../signing/kept-identities.ts';
import type { Keystores } from '../signing/keystores.ts';
import type { ServedCertificates } from '../signing/served-certificates.ts';
import { readTlsIdentity } from '../signing/tls-files.ts';

/** Where the password of the keystore is found. */
export const passwordSlot = 'keystore-password';

/** Where credentials are looked for. */
export interface FindParts {
  readonly ids: Ids;
  readonly foundations: Pick<Foundations, 'settings' | 'vault'>;
  readonly dataFolder: string;
  readonly keystores: Pick<Keystores, 'file' | 'password' | 'isPasswordKept'>;
  readonly identities: Pick<KeptIdentities, 'take'>;
  readonly served: Pick<ServedCertificates, 'of'>;
}

/** The keys of exchanges that are set whole, in the environment or the `.env`. */
export function findSetKeys(set: SetKeys, allowed: readonly string[] | null): readonly FoundCredential[] {
  const rowOf = (owner: ExchangeName | 'generic', subject: ExchangeName, from: SetKey): readonly FoundCredential[] => {
    const key = configuredKey(subject, from);
    if (!key.ok) return [];
    return [
      {
        slot: settingSlot(owner),
        kind: 'cex-key',
        subject,
        label: `${exchanges[subject].title} key of ${from.start}_KEY`,
        place: key.value.source,
        fingerprint: keyFingerprint(key.value),
        createdAtMs: null,
        notAfterMs: null,
      },
    ];
  };
  const own = exchangeNames.flatMap((name) => {
    const from = set.byExchange.get(name);
    return from === undefined ? [] : rowOf(name, name, from);
  });
  const owner = genericOwner(allowed);
  return set.generic === null || !owner.ok ? own : [...own, ...rowOf('generic', owner.value, set.generic)];
}

/** Every other credential that is there: of the keystore, of signing services, of our local API. What the vault hides now is null. */
export function findOthers(parts: FindParts): readonly FoundCredential[] {
  return [
    ...keystorePassword(parts),
    ...certificate(parts, 'remote', 'Remote signer'),
    ...certificate(parts, 'mpc-0', 'Two-party signer, party 0'),
    ...certificate(parts, 'mpc-1', 'Two-party signer, party 1'),
    ...servedCertificate(parts, 'remote', 'Remote signer'),
    ...servedCertificate(parts, 'mpc-0', 'Two-party signer, party 0'),
    ...servedCertificate(parts, 'mpc-1', 'Two-party signer, party 1'),
    ...keyshares(parts),
    ...apiToken(parts),
  ];
}

function keystorePassword({ foundations, ids, keystores }: FindParts): readonly FoundCredential[] {
  const file = keystores.file();
  if (file === null) return [];
  const { settings, vault } = foundations;
  const password = keystores.password();
  const fingerprint = password.ok ? keyedMark(vault, ids, password.value) : null;
  if (password.ok) password.value.fill(0);
  const source = settings.rows().find(({ name }) => name === 'KEYSTORE_PASSWORD')?.source;
  // What lies in the vault is known while it is locked, too.
  const kept = keystores.isPasswordKept();
  const lies = !kept.ok ? null : kept.value ? 'vault' : 'memory';
  return [
    {
      slot: passwordSlot,
      kind: 'keystore-password',
      subject: null,
      label: 'Password of the keystore',
      place: source === 'environment' || source === 'env-file' ? source : lies,
      fingerprint,
      createdAtMs: changedAtMs(file),
      notAfterMs: null,
    },
  ];
}

/** Our certificate for a signing service: of the files that settings name, else of what is kept. */
function certificate(parts: FindParts, service: TlsService, whose: string): readonly FoundCredential[] {
  const { dataFolder, foundations, identities } = parts;
  const { values } = foundations.settings;
  const cert = {
    remote: values.PORTCULLIS_REMOTE_CERT,
    'mpc-0': values.PORTCULLIS_MPC_0_CERT,
    'mpc-1': values.PORTCULLIS_MPC_1_CERT,
  }[service];
  const about = {
    slot: `tls-${service}`,
    kind: 'remote-tls',
    subject: service,
    label: `${whose}: certificate`,
  } as const;
  /** A row for a certificate; one that does not read as such is none. */
  const described = (place: 'file' | 'vault', pem: string | undefined): readonly FoundCredential[] => {
    const facts = pem === undefined ? null : certificateFacts(pem);
    if (facts === null) return [];
    const { fingerprint, notAfterMs, notBeforeMs } = facts;
    return [{ ...about, place, fingerprint, createdAtMs: notBeforeMs, notAfterMs }];
  };
  if (cert !== undefined) {
    const read = readTlsIdentity(dataFolder, { cert, key: undefined, ca: undefined, pins: undefined });
    return described('file', read.ok ? read.value.cert : undefined);
  }
  const kept = identities.take(service);
  if (kept.ok) return described('vault', kept.value?.cert);
  // What is there and cannot be read now changes nothing of its row.
  const hidden = { ...about, place: 'vault', fingerprint: null, createdAtMs: null, notAfterMs: null } as const;
  return kept.error.code === 'not-found' ? [] : [hidden];
}

/** The certificate that a signing service showed on its last connection, as long as it is set up: it ends on its own day, apart from ours. */
function servedCertificate(
  { foundations, served }: FindParts,
  service: TlsService,
  whose: string,
): readonly FoundCredential[] {
  const { MPC_SIGNER_URL, PORTCULLIS_MPC_0_URL, PORTCULLIS_MPC_1_URL, SIGNER_REMOTE_URL } = foundations.settings.values;
  const url = {
    remote: SIGNER_REMOTE_URL,
    'mpc-0': PORTCULLIS_MPC_0_URL ?? MPC_SIGNER_URL,
    'mpc-1': PORTCULLIS_MPC_1_URL,
  }[service];
  const shown = url !== undefined && /^https:/i.test(url) ? served.of(service) : null;
  if (shown === null) return [];
  return [
    {
      slot: `served-${service}`,
      kind: 'remote-tls',
      subject: service,
      label: `${whose}: the certificate that it shows`,
      place: 'service',
      fingerprint: shown.fingerprint.slice(0, 16),
      createdAtMs: shown.notBeforeMs,
      notAfterMs: shown.notAfterMs,
    },
  ];
}

/** The keyshares of a two-party signer: each lies with its party, and nothing of it is ever here. */
function keyshares({ foundations }: FindParts): readonly FoundCredential[] {
  const { MPC_SIGNER_URL, PORTCULLIS_MPC_0_URL, PORTCULLIS_MPC_1_URL } = foundations.settings.values;
  const isSet = [MPC_SIGNER_URL, PORTCULLIS_MPC_0_URL, PORTCULLIS_MPC_1_URL].some((url) => url !== undefined);
  return (isSet ? ['0', '1'] : []).map((party) => ({
    slot: `mpc-share-${party}`,
    kind: 'mpc-keyshare',
    subject: `party ${party}`,
    label: `Keyshare of party ${party}`,
    place: 'service',
    fingerprint: null,
    createdAtMs: null,
    notAfterMs: null,
  }));
}

function apiToken({ dataFolder, foundations, ids }: FindParts): readonly FoundCredential[] {
  const file = join(dataFolder, apiTokenFile);
  const createdAtMs = changedAtMs(file);
  if (createdAtMs === null) return [];
  // What the API does not take, since it is no token or others can read it, is none that took the old one's place.
  const token = apiTokenIn(dataFolder);
  const fingerprint = token === null ? null : keyedMark(foundations.vault, ids, new TextEncoder().encode(token));
  return [
    {
      slot: 'api-token',
      kind: 'api-token',
      subject: null,
      label: 'Token of the local API',
      place: 'file',
      fingerprint,
      createdAtMs,
      notAfterMs: null,
    },
  ];
}

/** When a file was written last; null where there is none. */
function changedAtMs(file: string): number | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true ? Math.floor(found.mtimeMs) : null;
}
