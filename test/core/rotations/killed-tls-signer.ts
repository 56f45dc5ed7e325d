import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testTextPrefix } from '../../../core/signers/child/test-text.ts';
import { from, privateKey } from '../../signer/remote-kit.ts';
import { startWeb3signer, type Web3signer } from '../../signer/web3signer.ts';
import { type Certificate, type TestAuthority, testAuthority } from '../../tls/certificates.ts';
import { type KilledFolder, killedFolder } from './killed-folder.ts';
import type { KilledWorld } from './killed-kind.ts';
import { heldWire } from './killed-wire.ts';
import type { RealConsole } from './real-console.ts';

/** What the settings name of our side and of the certificates that are taken from the service. */
export type TlsLines = Readonly<
  Record<'PORTCULLIS_REMOTE_PIN' | 'PORTCULLIS_REMOTE_CERT' | 'PORTCULLIS_REMOTE_KEY', string>
>;

/** A real signer over mutual TLS, with a data folder whose `.env` names the certificates. */
export interface KilledTlsSigner
  extends Pick<KilledWorld, 'environment' | 'dataFolder' | 'needsVault' | 'holdBack' | 'letGo' | 'close'> {
  readonly service: Web3signer;
  /** Vouches for the service, and for the certificate of ours that is there at the beginning. */
  readonly authority: TestAuthority;
  /** What the service shows, and ours, at the beginning. */
  readonly served: Certificate;
  readonly ours: Certificate;
  /** The lines of the `.env` as they are now. */
  lines(): TlsLines;
  /**
   * Changes lines of the `.env` and starts the console again, as a person does who was told to; ended hard in its middle, they are changed
   * and nothing has read them yet.
   */
  change(console: RealConsole, lines: Partial<TlsLines>): Promise<void>;
  /** Writes a certificate and its key to files of their own, and answers the lines that name them. */
  files(name: string, certificate: Certificate): Omit<TlsLines, 'PORTCULLIS_REMOTE_PIN'>;
  /** Whether the signer signs a test text with its pinned address over a connection of now; 'tls' where a certificate is refused. */
  signs(console: RealConsole): Promise<'yes' | 'tls'>;
  /** What the service was asked to sign so far that is no test text. */
  strangeAsks(): readonly string[];
}

/** Makes one. The signer's answer to a signature is kept back at the steps that are named. */
export async function killedTlsSigner(asking: readonly string[]): Promise<KilledTlsSigner> {
  const authority = testAuthority();
  const { ca } = authority;
  const served = authority.issue({ name: 'signer', hosts: ['127.0.0.1'] });
  const ours = authority.issue({ name: 'console' });
  const tls = { cert: served.cert, key: served.key, ca, requestCert: true, rejectUnauthorized: true };
  const service = await startWeb3signer({ privateKeys: [privateKey], chainId: 31337n, tls });
  const wire = await heldWire(service.port);

  let root = '';
  const file = (name: string, text: string): string => {
    writeFileSync(join(root, name), text, { mode: 0o600 });
    return join(root, name);
  };
  const files: KilledTlsSigner['files'] = (name, { cert, key }) => ({
    PORTCULLIS_REMOTE_CERT: file(`${name}.crt`, cert),
    PORTCULLIS_REMOTE_KEY: file(`${name}.key`, key),
  });
  const folder: KilledFolder = await killedFolder((place) => {
    root = place;
    return {
      SIGNER_TYPE: 'remote',
      SIGNER_REMOTE_URL: `https://127.0.0.1:${wire.port}`,
      REMOTE_SIGNER_RETRY_COUNT: '0',
      PORTCULLIS_SIGNER_ADDRESS: from,
      PORTCULLIS_REMOTE_CA: file('ca.crt', ca),
    };
  });
  let lines: TlsLines = { PORTCULLIS_REMOTE_PIN: served.pin, ...files('console', ours) };
  let isCutOff = false;
  const write = (): void => {
    const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(folder.dataFolder, '.env'), text.join(''), { mode: 0o600 });
  };
  write();

  return {
    ...folder,
    needsVault: false,
    service,
    authority,
    served,
    ours,
    lines: () => lines,
    async change(console, changed) {
      lines = { ...lines, ...changed };
      write();
      if (isCutOff) return;
      await console.close();
      await console.start();
    },
    files,
    async signs(console) {
      const tested = await console.ask('signers.test', {});
      if (tested.ok && tested.value.address === from && tested.value.text !== null) return 'yes';
      if (!tested.ok && tested.error.code === 'signer-unavailable' && tested.error.state === 'tls') return 'tls';
      throw new Error(`the signer: ${JSON.stringify(tested)}`);
    },
    strangeAsks: () => [
      ...service.forwarded,
      ...service.received.filter(({ method }) => method !== 'GET').flatMap(({ body }) => (isTest(body) ? [] : [body])),
    ],
    holdBack(stepId, what) {
      // What a person changes in files asks nobody: it is cut off there, before the console is started again.
      if (what === 'deed') isCutOff = true;
      if (what === 'deed' || !asking.includes(stepId)) return null;
      const soFar = service.received.length;
      const isAsked = (): boolean => service.received.slice(soFar).some(({ path }) => path.includes('/eth1/sign/'));
      wire.hold(isAsked);
      return isAsked;
    },
    letGo() {
      isCutOff = false;
      wire.letGo();
    },
    async close() {
      await wire.close();
      await service.close();
      folder.remove();
    },
  };
}

/** Whether what was asked to be signed, hexadecimal as the service gets it, is a text that the console makes for a test. */
function isTest(body: string): boolean {
  const { data } = JSON.parse(body) as { readonly data?: string };
  return Buffer.from(data?.slice(2) ?? '', 'hex')
    .toString('utf8')
    .includes(testTextPrefix);
}
