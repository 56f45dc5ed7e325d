import { endsWithTest, from, privateKey } from '../../signer/remote-kit.ts';
import { startWeb3signer, type Web3signer } from '../../signer/web3signer.ts';
import { remoteSettings } from './remote-settings.ts';

/** A signer whose every request is kept, so that signatures can be counted where they are made. */
export interface CountedSigner {
  readonly settings: Readonly<Record<string, string>>;
  readonly service: Web3signer;
  /** How many signatures it was asked for. */
  asked(): number;
}

/** A remote one for anvil's first account, pinned; it ends with the test. */
export async function countedSigner(): Promise<CountedSigner> {
  const service = await endsWithTest(startWeb3signer({ privateKeys: [privateKey], chainId: 31337n }));
  return {
    settings: remoteSettings(service.url, { PORTCULLIS_SIGNER_ADDRESS: from }),
    service,
    asked: () => service.received.filter(({ method, path }) => method === 'POST' && path.includes('/sign/')).length,
  };
}
