import { isIP } from 'node:net';
import { join, parse } from 'node:path';
import { utcDay } from '../domain/utc-day.ts';
import { serviceWords, type TlsRotation } from './tls-rotation.ts';
import type { TlsPlace } from './tls-rotation-ports.ts';

/** A fresh P-256 key that is not put under a password, and the request for its certificate (openssl-req(1)). */
const newKey = 'openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';

/** The names of new files, beside the old ones: with the day that the rotation began, so that none is written over. */
export function newFiles(
  files: TlsPlace['files'],
  startedAtMs: number,
): Readonly<Record<'key' | 'csr' | 'cert', string>> {
  const day = utcDay(startedAtMs);
  const { cert, key } = files ?? { cert: 'portcullis.crt', key: 'portcullis.key' };
  return {
    key: beside(key, day, parse(key).ext),
    csr: beside(key, day, '.csr'),
    cert: beside(cert, day, parse(cert).ext),
  };
}

/** How the service's new certificate comes about: there, where its key stays. */
export function serviceRequestWords({ host, service, startedAtMs }: TlsRotation): string {
  const { cert, csr, key } = newFiles({ cert: 'signer.crt', key: 'signer.key' }, startedAtMs);
  const name = new URL(`https://${host}`).hostname.replace(/^\[|\]$/g, '');
  const isPlain = isIP(name) !== 0 || /^[a-z0-9.-]+$/.test(name);
  const shown = isPlain ? name : 'ITS-HOST-NAME';
  const subject = `-subj "/CN=${shown}" -addext "subjectAltName=${isIP(name) === 0 ? 'DNS' : 'IP'}:${shown}"`;
  return (
    `Make the new key at ${serviceWords[service]}, where it stays: ${newKey} -keyout ${key} -out ${csr} ${subject} — ` +
    `have its authority sign ${csr} as ${cert}, with the same names, and read its fingerprint there: ` +
    `openssl x509 -in ${cert} -noout -fingerprint -sha256 — do not put it in place yet, and say here that it is made.`
  );
}

/** How our new certificate comes about: here, where its key stays. */
export function ownRequestWords({ service, startedAtMs }: TlsRotation, { files, from }: TlsPlace): string {
  const { cert, csr, key } = newFiles(files, startedAtMs);
  const [k, r, c] = [quoted(key), quoted(csr), quoted(cert)];
  const where =
    from === 'vault'
      ? ' in a folder that only you can read (the files are deleted once their texts are in the vault)'
      : '';
  return (
    `Make the new key on this computer${where}: ${newKey} -keyout ${k} -out ${r} -subj "/CN=portcullis" — ` +
    `only the request leaves it: have the authority that ${serviceWords[service]} trusts sign ${r} as ${c}, ` +
    'for use by a client, and say here that it is made.'
  );
}

/** The lines of the settings that name our new certificate. */
export function ownLines({ startedAtMs }: TlsRotation, { files, names }: TlsPlace): string {
  const { cert, key } = newFiles(files, startedAtMs);
  return `${names.cert}=${cert} and ${names.key}=${key}`;
}

function beside(file: string, day: string, extension: string): string {
  const { dir, name } = parse(file);
  return join(dir, `${name.replace(/-\d{4}-\d{2}-\d{2}$/, '')}-${day}${extension}`);
}

/** A path as a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
