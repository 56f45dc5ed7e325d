import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startReadytraderService } from '../../signer/readytrader-service.ts';
import { endsWithTest, from, privateKey } from '../../signer/remote-kit.ts';
import { testAuthority } from '../../tls/certificates.ts';
import { temporaryCore } from '../temporary-core.ts';

const dayMs = 86_400_000;

describe('the certificate of a signing service', () => {
  it('is a credential with its own end once the service was spoken to, for no other reason than to sign, and after a restart', async () => {
    const authority = testAuthority();
    const server = authority.issue({ name: 'server', hosts: ['127.0.0.1'], notAfterMs: Date.now() + 20 * dayMs });
    const tls = { cert: server.cert, key: server.key };
    const service = await endsWithTest(startReadytraderService({ privateKey, tls }));
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-served-'));
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, authority.ca, { mode: 0o600 });
    let console = await temporaryCore({
      environment: {
        SIGNER_TYPE: 'remote',
        SIGNER_REMOTE_URL: service.url,
        PORTCULLIS_REMOTE_CA: ca,
        PORTCULLIS_SIGNER_ADDRESS: from,
      },
    });
    onTestFinished(async () => {
      await console.remove();
      rmSync(folder, { recursive: true, force: true });
    });
    const certificates = async () =>
      (await console.get('custody.list', {})).credentials.filter(({ kind }) => kind === 'remote-tls');
    expect(await certificates()).toEqual([]);
    await console.get('signers.address', { show: false });
    const shown = {
      label: 'Remote signer: the certificate that it shows',
      place: 'service',
      fingerprint: server.pin.slice(0, 16),
      dueAtMs: server.notAfterMs,
      dueBy: 'certificate',
      dueLevel: 'in-30-days',
    };
    expect(await certificates()).toMatchObject([shown]);
    console = await console.restart();
    expect(await certificates()).toMatchObject([shown]);
  });
});
