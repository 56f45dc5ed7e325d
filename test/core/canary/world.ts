import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Anvil, startAnvil } from '../../chain/anvil.ts';
import { testAuthority } from '../../tls/certificates.ts';
import { serveRecording } from '../../tls/recording-server.ts';
import { type MarkedRpc, startMarkedRpc } from './marked-rpc.ts';
import { certificateFiles, drawSecrets, type MarkedSecrets } from './secrets.ts';

/** The token of the local API, for the person's own programs, and the file in which a person may keep secrets. */
export const mayHoldOne = [join('data', 'api-token'), join('data', '.env')];

/** Where a session is played, and what with. */
export interface World {
  /** Everything that the core may write is under it. */
  readonly root: string;
  readonly data: string;
  readonly secrets: MarkedSecrets;
  readonly anvil: Anvil;
  readonly rpc: MarkedRpc;
  /** As a person sets them: secrets among them. */
  readonly environment: Record<string, string | undefined>;
}

/** A chain behind a provider with a marked key, a service that refuses, files of certificates outside the data folder. */
export async function world(): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-canary-'));
  const outside = mkdtempSync(join(tmpdir(), 'portcullis-canary-keys-'));
  onTestFinished(() => {
    for (const folder of [root, outside]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  mkdirSync(join(root, 'data', 'logs'), { recursive: true, mode: 0o700 });
  mkdirSync(join(root, 'run'), { mode: 0o700 });
  const secrets = drawSecrets();
  const anvil = await startAnvil();
  const rpc = await startMarkedRpc(anvil.url, secrets.rpcKey);
  const authority = testAuthority();
  const served = authority.issue({ name: 'a signing service', hosts: ['127.0.0.1'] });
  const service = await serveRecording(
    (response, { body, headers }) =>
      response
        .writeHead(403, { 'www-authenticate': secrets.bearer })
        .end(JSON.stringify({ ok: false, error: `${secrets.bearer} may not`, asked: body, headers })),
    { ...served, requestCert: true, rejectUnauthorized: false },
  );
  onTestFinished(async () => {
    await rpc.close();
    await service.close();
  });
  const ca = join(outside, 'ca.crt');
  writeFileSync(ca, authority.ca);
  const environment = {
    PATH: process.env.PATH,
    HOME: root,
    PORTCULLIS_HEAD_DIR: join(root, 'heads'),
    PORTCULLIS_API_PORT: '0',
    XDG_RUNTIME_DIR: join(root, 'run'),
    PRIVATE_KEY: secrets.privateKey,
    PORTCULLIS_RPC_31337: `${rpc.url}/v3/${secrets.rpcKey}?apikey=${secrets.rpcKey}`,
    PORTCULLIS_RPC_1: `https://127.0.0.1:1/v3/${secrets.rpcKey}`,
    CEX_API_PASSWORD: secrets.cexSecret,
    CEX_BINANCE_API_KEY: secrets.cexKey,
    CEX_BINANCE_API_SECRET: secrets.cexSecret,
    // Nobody listens there, and nothing of these exchanges is asked anywhere else.
    PORTCULLIS_STANDIN_BINANCE: 'https://127.0.0.1:1',
    PORTCULLIS_STANDIN_KRAKEN: 'https://127.0.0.1:1',
    PORTCULLIS_STANDIN_COINBASE: 'https://127.0.0.1:1',
    SIGNER_REMOTE_URL: service.url,
    PORTCULLIS_REMOTE_CA: ca,
    PORTCULLIS_REMOTE_PROTOCOL: 'readytrader',
    REMOTE_SIGNER_RETRY_COUNT: '0',
    MPC_SIGNER_URL: service.url,
    PORTCULLIS_MPC_0_CA: ca,
    PORTCULLIS_MPC_0_PIN: served.pin,
    ...certificateFiles(outside, secrets),
  };
  return { root, data: join(root, 'data'), secrets, anvil, rpc, environment };
}
