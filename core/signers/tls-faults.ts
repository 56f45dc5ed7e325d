/**
 * What Node and OpenSSL say of a certificate or handshake, in plain words; null for anything else. The codes are those of
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes and OpenSSL's alerts as Node names them.
 */
export function tlsFault(code: string): string | null {
  const known = faults[code];
  if (known !== undefined) return known;
  if (refusals.has(code)) return 'it does not accept our certificate';
  const isTls =
    /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(CA|PURPOSE)$)/.test(code);
  return isTls || code === 'EPROTO' ? `its certificate or handshake is not right (${code})` : null;
}

/**
 * Whether a failure is the other side's no to our certificate. Under TLS 1.3 it comes after our request was written, and instead of the
 * request being read: the other side's handshake never ended.
 */
export function isClientCertificateRefusal(code: string): boolean {
  return refusals.has(code);
}

const untrusted = 'its certificate is not from a trusted authority';

const faults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it does not offer TLS 1.2 or newer',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it does not offer TLS 1.2 or newer',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there',
};

const refusals: ReadonlySet<string> = new Set([
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
]);
