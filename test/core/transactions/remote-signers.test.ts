import { describe, expect, it } from 'vitest';
import { startReadytraderService } from '../../signer/readytrader-service.ts';
import { endsWithTest } from '../../signer/remote-kit.ts';
import { startWeb3signer } from '../../signer/web3signer.ts';
import { account, onChainCore } from './on-chain-core.ts';
import { mutualTls, remoteSettings } from './remote-settings.ts';
import { sharedChain } from './shared-chain.ts';
import { livesWholeLife } from './whole-life.ts';

const { anvil, token } = sharedChain();
const selection = { kind: 'remote' } as const;
const clearSigned = [null, null] as const;

describe('the remote signer, over TLS with both sides known and its certificate pinned', () => {
  it('readytrader: from its choice to the chain; its test is its address', async () => {
    const { address, privateKey } = account(anvil(), 0);
    const { server, settings } = mutualTls();
    const service = await endsWithTest(startReadytraderService({ privateKey, tls: server }));
    const wanted = remoteSettings(service.url, { ...settings, REMOTE_SIGNER_REQUIRE_TLS: 'true' });
    const world = await onChainCore(async () => wanted, {}, anvil());
    await livesWholeLife(world, { selection, address, token: token(), signsTexts: false, clearSigned });
    expect(service.received.filter(({ path }) => path === '/sign_transaction')).toHaveLength(2);
  });

  it.each([
    ['web3signer-rest', true],
    ['web3signer-rpc', false],
  ] as const)('%s: from its choice to the chain', async (protocol, hasRest) => {
    const { address, privateKey } = account(anvil(), 0);
    const { server, settings } = mutualTls();
    const setup = { privateKeys: [privateKey], chainId: 31337n, tls: server, hasRest };
    const service = await endsWithTest(startWeb3signer(setup));
    const wanted = remoteSettings(service.url, { ...settings, PORTCULLIS_REMOTE_PROTOCOL: protocol });
    const world = await onChainCore(async () => wanted, {}, anvil());
    await livesWholeLife(world, { selection, address, token: token(), signsTexts: true, clearSigned });
    // What it does not know itself it would have handed on to a node.
    expect(service.forwarded).toEqual([]);
  });

  it('is found out by harmless questions where nobody says what it speaks', async () => {
    const { address, privateKey } = account(anvil(), 0);
    const { server, settings } = mutualTls();
    const setup = { privateKeys: [privateKey], chainId: 31337n, tls: server };
    const service = await endsWithTest(startWeb3signer(setup));
    const world = await onChainCore(async () => remoteSettings(service.url, settings), {}, anvil());
    await world.approve(await world.console.get('signers.select', selection));
    // The pinned signer is made anew, so its first test is also the first that is asked of it.
    const text = expect.stringContaining('Portcullis');
    expect(await world.console.get('signers.test', {})).toMatchObject({ address, text });
    expect((await world.console.get('signers.list', {})).signers).toContainEqual(
      expect.objectContaining({ kind: 'remote', canSignTexts: true, takesAccessLists: true }),
    );
  });

  it('with several keys is pinned to the one that is named', async () => {
    const privateKeys = [0, 1].map((index) => account(anvil(), index).privateKey);
    const service = await endsWithTest(startWeb3signer({ privateKeys, chainId: 31337n }));
    const world = await onChainCore(async () => remoteSettings(service.url), {}, anvil());
    const { console } = world;
    expect(await console.ask('signers.select', selection)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', state: 'several-accounts' },
    });
    const { address } = account(anvil(), 1);
    await world.approve(await console.get('signers.select', { ...selection, address }));
    expect(await console.get('signers.test', {})).toMatchObject({ address });
  });
});
