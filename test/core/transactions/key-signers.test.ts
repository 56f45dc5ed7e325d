import { describe, expect, it } from 'vitest';
import { account, chainId, keystoreSettings, onChainCore } from './on-chain-core.ts';
import { sharedChain } from './shared-chain.ts';
import { livesWholeLife } from './whole-life.ts';

const { anvil, token } = sharedChain();
const withoutScreen = { signsTexts: true, clearSigned: [null, null] } as const;

async function keystoreWithoutPin(): Promise<Record<string, string>> {
  const { PORTCULLIS_SIGNER_ADDRESS: _, ...settings } = await keystoreSettings(anvil());
  return settings;
}

const environmentKey = async (): Promise<Record<string, string>> => ({
  SIGNER_TYPE: 'env_private_key',
  PRIVATE_KEY: account(anvil(), 0).privateKey,
});

describe('the signers whose key is in a process of its own', () => {
  it('env_private_key: from its choice to the chain, with a banner that says what it is', async () => {
    const world = await onChainCore(environmentKey, {}, anvil());
    const selection = { kind: 'env_private_key' } as const;
    await livesWholeLife(world, { selection, address: account(anvil(), 0).address, token: token(), ...withoutScreen });
    const board = await world.console.get('signers.list', {});
    expect(board.banner).toContain('for development on paper only');
    expect(board.signers.find(({ kind }) => kind === 'env_private_key')).toMatchObject({ isForLive: false });
  });

  it('keystore: from its choice to the chain', async () => {
    const world = await onChainCore(keystoreWithoutPin, {}, anvil());
    const selection = { kind: 'keystore' } as const;
    await livesWholeLife(world, { selection, address: account(anvil(), 0).address, token: token(), ...withoutScreen });
  });

  it('are what the person has chosen where the environment chooses none, over a restart', async () => {
    const settings = async () => {
      const { SIGNER_TYPE: _, ...rest } = { ...(await keystoreWithoutPin()), ...(await environmentKey()) };
      return rest;
    };
    const world = await onChainCore(settings, {}, anvil());
    await world.approve(await world.console.get('signers.select', { kind: 'keystore' }));
    const again = await world.console.restart();
    expect(await again.get('signers.list', {})).toMatchObject({ active: 'keystore', chosenBy: 'console' });
    expect(await again.get('signers.test', {})).toMatchObject({ address: account(anvil(), 0).address });
    await again.core.close();
  });

  it('cannot be another kind than SIGNER_TYPE names', async () => {
    const { console } = await onChainCore(keystoreWithoutPin, {}, anvil());
    expect(await console.ask('signers.select', { kind: 'env_private_key' })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
  });

  it('that have another address than the given one are not even asked about', async () => {
    const { console } = await onChainCore(keystoreWithoutPin, {}, anvil());
    const other = account(anvil(), 3).address;
    const answer = await console.ask('signers.select', { kind: 'keystore', address: other });
    expect(answer).toMatchObject({ ok: false, error: { code: 'signature-mismatch' } });
    expect(await console.get('approvals.pending', {})).toEqual([]);
  });
});

describe('two pins that differ', () => {
  it('refuse everything, and say which', async () => {
    const world = await onChainCore(keystoreWithoutPin, {}, anvil());
    await world.approve(await world.console.get('signers.select', { kind: 'keystore' }));
    const other = account(anvil(), 3).address;
    const again = await world.console.restart({
      environment: { ...(await keystoreWithoutPin()), PORTCULLIS_SIGNER_ADDRESS: other },
    });
    const to = account(anvil(), 1).address;
    const refused = {
      ok: false,
      error: { code: 'signer-unavailable', why: expect.stringContaining('PORTCULLIS_SIGNER_ADDRESS') },
    };
    expect(await again.ask('transactions.preview', { kind: 'transfer', chainId, to, amount: '1' })).toMatchObject(
      refused,
    );
    expect(await again.ask('signers.test', {})).toMatchObject(refused);
    expect(await again.ask('signers.address', {})).toMatchObject(refused);
    await again.core.close();
  });

  it('are not made: an address that the environment does not name is not pinned', async () => {
    const other = account(anvil(), 3).address;
    const settings = async () => ({ ...(await keystoreWithoutPin()), PORTCULLIS_SIGNER_ADDRESS: other });
    const { console } = await onChainCore(settings, {}, anvil());
    const refused = (code: string) => ({ ok: false, error: { code } });
    const owner = account(anvil(), 0).address;
    expect(await console.ask('signers.select', { kind: 'keystore' })).toMatchObject(refused('signature-mismatch'));
    const answer = await console.ask('signers.select', { kind: 'keystore', address: owner });
    expect(answer).toMatchObject(refused('conflict'));
    expect(await console.get('approvals.pending', {})).toEqual([]);
  });
});
