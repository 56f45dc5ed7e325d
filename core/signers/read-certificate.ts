import { X509Certificate } from 'node:crypto';

/** A certificate of PEM text; null where it is none. */
export function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
