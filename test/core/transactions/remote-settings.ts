import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Certificate, testAuthority } from '../../tls/certificates.ts';

/** Certificates of a service and of this console, by an authority of their own. */
export interface MutualTls {
  /** What the service listens with: it lets nobody in without a certificate of the authority. */
  readonly server: ServerOptions;
  readonly served: Certificate;
  /** `PORTCULLIS_REMOTE_CERT`, `_KEY`, `_CA` and `_PIN`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Writes text to a file that lasts as long as the test, and answers its path. */
  file(name: string, text: string): string;
}

const dayMs = 86_400_000;

/** Makes them; the service's certificate ends after so many days. */
export function mutualTls({ days = 90 } = {}): MutualTls {
  const authority = testAuthority();
  const served = authority.issue({
    name: 'service',
    hosts: ['127.0.0.1'],
    notBeforeMs: Date.now() - 100 * dayMs,
    notAfterMs: Date.now() + days * dayMs,
  });
  const client = authority.issue({ name: 'console' });
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  return {
    server: { cert: served.cert, key: served.key, ca: authority.ca, requestCert: true, rejectUnauthorized: true },
    served,
    settings: {
      PORTCULLIS_REMOTE_CERT: file('client.crt', client.cert),
      PORTCULLIS_REMOTE_KEY: file('client.key', client.key),
      PORTCULLIS_REMOTE_CA: file('ca.crt', authority.ca),
      PORTCULLIS_REMOTE_PIN: served.pin,
    },
    file,
  };
}

/** Settings of a remote signer at an address. It is not asked again, so that what fails does so at once. */
export function remoteSettings(url: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { SIGNER_TYPE: 'remote', SIGNER_REMOTE_URL: url, REMOTE_SIGNER_RETRY_COUNT: '0', ...more };
}
