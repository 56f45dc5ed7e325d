import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its key, PEM text, with its SHA-256 as a pin (64 hexadecimal digits). */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly pin: string;
  readonly notAfterMs: number;
}

/** What a certificate is to say. */
export interface CertificateRequest {
  readonly name: string;
  /** DNS names and IPv4 addresses it stands for. */
  readonly hosts?: readonly string[];
  readonly notBeforeMs?: number;
  readonly notAfterMs?: number;
}

/** An authority made for one test, and what it issues. Keys are P-256, made fresh, in memory only. */
export interface TestAuthority {
  /** The authority's own certificate, PEM. */
  readonly ca: string;
  issue(request: CertificateRequest): Certificate;
}

const dayMs = 86_400_000;

/** A new authority that nothing on this machine trusts. */
export function testAuthority(name = 'Portcullis test authority'): TestAuthority {
  const root = certificate({ name }, null);
  return { ca: root.cert, issue: (request) => certificate(request, { name, key: createPrivateKey(root.key) }) };
}

/** An X.509 version 3 certificate (RFC 5280) in DER, signed with ECDSA and SHA-256; an authority's own where there is no issuer. */
function certificate(
  { name, hosts = [], notBeforeMs = Date.now() - dayMs, notAfterMs = Date.now() + 30 * dayMs }: CertificateRequest,
  issuer: { readonly name: string; readonly key: KeyObject } | null,
): Certificate {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId('2a8648ce3d040302'));
  const isAuthority = issuer === null;
  const extensions = [
    extension('551d13', sequence(...(isAuthority ? [Buffer.from([0x01, 0x01, 0xff])] : [])), true),
    extension('551d0f', Buffer.from(isAuthority ? [0x03, 0x02, 0x01, 0x06] : [0x03, 0x02, 0x07, 0x80]), true),
    ...(hosts.length === 0 ? [] : [extension('551d11', sequence(...hosts.map(hostName)), false)]),
  ];
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' });
  const serial = createHash('sha256').update(publicKey).digest().fill(1, 0, 1).subarray(0, 16);
  const unsigned = sequence(
    tagged(0xa0, Buffer.from([0x02, 0x01, 0x02])),
    tagged(0x02, serial),
    algorithm,
    distinguishedName(issuer?.name ?? name),
    sequence(time(notBeforeMs), time(notAfterMs)),
    distinguishedName(name),
    publicKey,
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', unsigned, issuer?.key ?? pair.privateKey);
  const der = sequence(unsigned, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    cert: new X509Certificate(der).toString(),
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pin: createHash('sha256').update(der).digest('hex'),
    notAfterMs: Math.floor(notAfterMs / 1000) * 1000,
  };
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...items: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(items));
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function distinguishedName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(name)))));
}

function time(ms: number): Buffer {
  return tagged(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14)}Z`));
}

function extension(id: string, value: Buffer, isCritical: boolean): Buffer {
  const critical = isCritical ? [Buffer.from([0x01, 0x01, 0xff])] : [];
  return sequence(objectId(id), ...critical, tagged(0x04, value));
}

function hostName(host: string): Buffer {
  return isIPv4(host)
    ? tagged(0x87, Buffer.from(host.split('.').map((part) => Number(part))))
    : tagged(0x82, Buffer.from(host));
}
