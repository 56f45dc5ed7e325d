import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { SignerKindName } from '../../../core/domain/signer-kinds.ts';
import type { Fetch } from '../../../core/ports.ts';
import { type Anvil, startAnvil } from '../../chain/anvil.ts';
import { firstAddress } from '../../ledger/ledger-fixture.ts';
import { hostileAddress, startHostileService } from '../../mpc/hostile-service.ts';
import { endsWithTest, from } from '../../signer/remote-kit.ts';
import { countedSigner } from './counted-signer.ts';
import { ledgerSettings, simulatedLedger } from './ledger-settings.ts';
import { account, chainId, keystoreSettings, onChainCore } from './on-chain-core.ts';
import { fund, sharedChain } from './shared-chain.ts';

const chain = sharedChain();
const { anvil } = chain;
let mainnet: Anvil | null = null;
beforeAll(async () => {
  mainnet = await startAnvil({ chainId: 1 }, { endsWithTest: false });
});
afterAll(() => mainnet?.stop());

/** A provider that is not on this machine, as far as the console can see; what is asked of it is kept, and answered by a chain of id 1. */
const elsewhere = 'https://mainnet.rpc.example/v1/0123456789abcdef';

function recordingFetch() {
  const asked: string[] = [];
  const recording: Fetch = (url, init) => {
    const { hostname } = new URL(url);
    if (hostname === '127.0.0.1') return fetch(url, init);
    asked.push((JSON.parse(String(init?.body)) as { method: string }).method);
    if (hostname !== 'mainnet.rpc.example') return Promise.reject(new Error('no such host'));
    return fetch(mainnet?.url ?? '', { ...init, redirect: 'follow' });
  };
  return { asked, recording };
}

/** Every signer set up at once, none chosen, with what counts the signatures of each that can be counted at the signer. */
async function everySigner() {
  const remote = await countedSigner();
  const parties = await endsWithTest(startHostileService('mpc-2p/1', {}));
  const ledger = await simulatedLedger();
  await fund(chain, firstAddress);
  for (const address of [from, hostileAddress, firstAddress]) {
    await mainnet?.rpc('anvil_setBalance', [address, '0x8ac7230489e80000']);
  }
  const all: Record<string, string> = {
    ...(await keystoreSettings(anvil())),
    ...remote.settings,
    ...ledgerSettings(ledger),
    PRIVATE_KEY: account(anvil(), 0).privateKey,
    MPC_SIGNER_URL: parties.url,
  };
  const { PORTCULLIS_SIGNER_ADDRESS: _pin, SIGNER_TYPE: _kind, ...settings } = all;
  return {
    settings,
    signatures: (): number =>
      remote.asked() +
      parties.heard.filter(({ path }) => path === '/sign_digest').length +
      ledger.control.commands.filter((apdu) => apdu.startsWith('e004')).length,
  };
}

const selections: readonly WireIn<'signers.select'>[] = [
  { kind: 'env_private_key' },
  { kind: 'keystore' },
  { kind: 'remote' },
  { kind: 'cb_mpc_2pc', address: hostileAddress },
  { kind: 'ledger' },
];
const notOffered = { ok: false, error: { code: 'not-offered' } };

describe('on paper, with every signer set up and the RPC of a real chain known', () => {
  it('no signer signs for it, and no transaction is sent to anything but this machine', async () => {
    const { asked, recording } = recordingFetch();
    const { settings, signatures } = await everySigner();
    const environment = { ...settings, PORTCULLIS_RPC_1: elsewhere };
    const world = await onChainCore(async () => environment, { ports: { fetch: recording } }, anvil());
    const { approve, console, preview, send, submit } = world;
    const to = account(anvil(), 1).address;
    // Five refused submits in a minute would halt: here they are refused on purpose.
    const { document, digest: baseDigest } = await console.get('policy.get', {});
    const patient = { ...document, triggers: { refusedSubmits: 100 } };
    await approve(await console.get('policy.requestChange', { document: patient, baseDigest }));
    const signed: SignerKindName[] = [];
    for (const selection of selections) {
      await approve(await console.get('signers.select', selection));
      const before = signatures();
      const real = await preview({ kind: 'transfer', chainId: 1, to, amount: '0.01' });
      expect(real).toMatchObject({ blocked: 'paper-only', signer: selection.kind, chainId: 1 });
      expect(await submit(real)).toMatchObject(notOffered);
      expect(signatures()).toBe(before);
      expect(await console.get('transactions.list', { chainId: 1, limit: 5 })).toEqual([]);
      // The same signer signs for the development chain: it is the gate that says no, not the signer.
      signed.push((await send({ kind: 'transfer', chainId, to, amount: '0.01' })).signer as SignerKindName);
    }
    expect(signed).toEqual(selections.map(({ kind }) => kind));
    expect(signatures()).toBe(3);
    expect(asked.length).toBeGreaterThan(0);
    expect(
      asked.filter(
        (method) =>
          !/^(eth_(chainId|get|call|estimateGas|feeHistory|gasPrice|blockNumber)|web3_clientVersion)/.test(method),
      ),
    ).toEqual([]);
    expect(await mainnet?.rpc('eth_blockNumber')).toBe('0x0');
  });

  it('a real chain is not sent to either when its node is on this machine, nor a development chain elsewhere', async () => {
    const { asked, recording } = recordingFetch();
    const { settings, signatures } = await everySigner();
    const environment = {
      ...settings,
      SIGNER_TYPE: 'remote',
      PORTCULLIS_SIGNER_ADDRESS: from,
      PORTCULLIS_RPC_1: mainnet?.url,
    };
    const options = { environment, ports: { fetch: recording } };
    const { preview, submit } = await onChainCore(async () => ({}), options, anvil());
    const to = account(anvil(), 1).address;
    expect(await submit(await preview({ kind: 'transfer', chainId: 1, to, amount: '0.01' }))).toMatchObject(notOffered);
    const away = { ...environment, [`PORTCULLIS_RPC_${chainId}`]: 'https://anvil.rpc.example/' };
    const far = await onChainCore(async () => ({}), { ...options, environment: away }, anvil());
    expect(await far.console.ask('transactions.preview', { kind: 'transfer', chainId, to, amount: '1' })).toMatchObject(
      {
        ok: false,
        error: { code: 'chain-unreachable' },
      },
    );
    expect(asked.filter((method) => method.startsWith('eth_send'))).toEqual([]);
    expect(signatures()).toBe(0);
  });

  it('nothing at all is asked of anybody before the person asks for something', async () => {
    const { asked, recording } = recordingFetch();
    const { settings, signatures } = await everySigner();
    const environment = { ...settings, SIGNER_TYPE: 'remote', PORTCULLIS_RPC_1: elsewhere };
    const { console } = await onChainCore(async () => environment, { ports: { fetch: recording } }, anvil());
    await console.get('signers.list', {});
    await console.get('chains.list', {});
    await console.get('transactions.list', { limit: 5 });
    expect(asked).toEqual([]);
    expect(signatures()).toBe(0);
  });
});
