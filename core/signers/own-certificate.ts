import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { TlsIdentity } from './http-exchange.ts';
import { readCertificate } from './read-certificate.ts';

/** Something that is wrong with our certificate, its key, or the authority that is to be trusted. */
export interface CertificateFault {
  readonly code: 'half-certificate' | 'bad-certificate' | 'bad-key' | 'bad-authority' | 'certificate-expired';
  /** As 'our certificate has expired'; nothing of what was given is in it. */
  readonly what: string;
}

/** Everything that is wrong with who we are to be to a service, and whom it is to be trusted by; what is left out is not wrong. */
export function certificateFaults(
  { ca, cert, key }: Pick<TlsIdentity, 'ca' | 'cert' | 'key'>,
  nowMs: number,
): readonly CertificateFault[] {
  const own = ownFault(cert, key, nowMs);
  const isBadAuthority = ca !== undefined && readCertificate(ca) === null;
  return [
    ...(own === null ? [] : [own]),
    ...(isBadAuthority ? [{ code: 'bad-authority', what: 'the authority to trust is no certificate' } as const] : []),
  ];
}

function ownFault(certPem: string | undefined, keyPem: string | undefined, nowMs: number): CertificateFault | null {
  if (certPem === undefined && keyPem === undefined) return null;
  if (certPem === undefined || keyPem === undefined) {
    return { code: 'half-certificate', what: 'of our certificate and its key only one is there' };
  }
  const cert = readCertificate(certPem);
  if (cert === null) return { code: 'bad-certificate', what: 'our certificate cannot be read' };
  const key = readKey(keyPem);
  if (key === null) return { code: 'bad-key', what: 'the key of our certificate cannot be read' };
  if (!cert.checkPrivateKey(key)) return { code: 'bad-key', what: 'the key is not the one of our certificate' };
  return Date.parse(cert.validTo) <= nowMs
    ? { code: 'certificate-expired', what: 'our certificate has expired' }
    : null;
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
