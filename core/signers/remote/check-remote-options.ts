import { type CertificateFault, certificateFaults } from '../own-certificate.ts';
import { readCertificate } from '../read-certificate.ts';
import { readPins } from './pins.ts';
import type { RemoteSettings } from './remote-options.ts';

/** What is wrong with the settings of a remote signer. */
export interface RemoteProblem {
  readonly code:
    | 'missing-url'
    | 'bad-url'
    | 'tls-required'
    | 'bad-timeout'
    | 'bad-retries'
    | CertificateFault['code']
    | 'bad-pin'
    | 'bad-token';
  /** One sentence; no value of a setting is in it. */
  readonly text: string;
  /** The one thing to do. */
  readonly needs: string;
}

/** Everything that is wrong with the settings, the most basic first; empty when the signer may be asked. Connects to nothing. */
export function checkRemoteOptions(settings: RemoteSettings, nowMs: number): readonly RemoteProblem[] {
  const { timeoutMs, retries, tls, url } = settings;
  const problems = [...checkUrl(settings)];
  const problem = (code: RemoteProblem['code'], text: string, needs: string): void =>
    void problems.push({ code, text, needs });
  if (!isWithin(timeoutMs, 1, 600_000)) {
    problem('bad-timeout', 'The time-out is not above 0 and at most 10 minutes.', 'Correct REMOTE_SIGNER_TIMEOUT_SEC');
  }
  if (!isWithin(retries, 0, 10)) {
    problem('bad-retries', 'The number of retries is not from 0 to 10.', 'Correct REMOTE_SIGNER_RETRY_COUNT');
  }
  for (const { code, what } of certificateFaults(tls, nowMs)) problem(code, sentenceOf(what), certificateNeeds[code]);
  if (tls.pins !== undefined && readPins(tls.pins) === null) {
    problem('bad-pin', 'A pin is not 64 hexadecimal digits.', 'Correct PORTCULLIS_REMOTE_PIN');
  }
  if (settings.token !== undefined && !/^[\x21-\x7e]{1,4096}$/.test(settings.token)) {
    problem('bad-token', "The signer's token has characters that no token has.", 'Correct the token');
  }
  if (url?.startsWith('http:') && [tls.cert, tls.key, tls.ca, tls.pins].some((part) => part !== undefined)) {
    problem('tls-required', 'Certificates or pins are set, but its address is plain HTTP.', 'Use an https address');
  }
  return problems;
}

const certificateNeeds: Readonly<Record<CertificateFault['code'], string>> = {
  'half-certificate': 'Set both, or neither',
  'bad-certificate': 'Correct PORTCULLIS_REMOTE_CERT',
  'bad-key': 'Correct PORTCULLIS_REMOTE_KEY',
  'bad-authority': 'Correct PORTCULLIS_REMOTE_CA',
  'certificate-expired': 'Replace the certificate and its key',
};

/** When our own certificate ends, in milliseconds since the epoch; null where none is set or it cannot be read. */
export function clientCertificateEndMs(cert: string | undefined): number | null {
  const read = cert === undefined ? null : readCertificate(cert);
  return read === null ? null : Date.parse(read.validTo);
}

/** Whether an address is of this machine by its very digits: 127.0.0.0/8 or ::1. A name such as localhost is not. */
export function isLiteralLoopback({ hostname }: URL): boolean {
  return hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function checkUrl({ requireTls, url }: RemoteSettings): readonly RemoteProblem[] {
  if (url === null || url === '') {
    return [{ code: 'missing-url', text: 'The remote signer has no address.', needs: 'Set SIGNER_REMOTE_URL' }];
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isPlain =
    parsed !== null &&
    ['http:', 'https:'].includes(parsed.protocol) &&
    [parsed.username, parsed.password, parsed.search, parsed.hash].every((part) => part === '');
  if (parsed === null || !isPlain) {
    const text = "The remote signer's address is no plain https address.";
    return [{ code: 'bad-url', text, needs: 'Correct SIGNER_REMOTE_URL' }];
  }
  const isExempt = requireTls === false || (requireTls === undefined && isLiteralLoopback(parsed));
  if (parsed.protocol === 'https:' || isExempt) return [];
  const text =
    requireTls === true
      ? "TLS is required and the remote signer's address is plain HTTP."
      : "The remote signer's address is plain HTTP and not 127.0.0.1 or ::1.";
  return [{ code: 'tls-required', text, needs: 'Use an https address' }];
}

function sentenceOf(what: string): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
}

function isWithin(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest;
}
