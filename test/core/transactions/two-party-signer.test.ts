import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../../core/domain/address.ts';
import { account, chainId, onChainCore } from './on-chain-core.ts';
import { fund, sharedChain } from './shared-chain.ts';
import { twoParties, twoPartySettings } from './two-party-settings.ts';
import { livesWholeLife } from './whole-life.ts';

const chain = sharedChain();
const { anvil, token } = chain;
const kind = 'cb_mpc_2pc';
const withoutScreen = { signsTexts: true, clearSigned: [null, null] } as const;

describe('the two-party signer, with both parties in processes of their own', () => {
  it('mpc-2p/1 over mutual TLS with both pinned: from its choice to the chain', async () => {
    const parties = await twoParties();
    const address = parseAddress(parties.address) as Address;
    await fund(chain, address);
    const world = await onChainCore(async () => twoPartySettings(parties), {}, anvil());
    await livesWholeLife(world, { selection: { kind, address }, address, token: token(), ...withoutScreen });
  });

  it('the older dialect: from its choice to the chain', async () => {
    const parties = await twoParties({ dialect: 'legacy' });
    const address = parseAddress(parties.address) as Address;
    await fund(chain, address);
    const settings = { SIGNER_TYPE: kind, MPC_SIGNER_URL: parties.urls[0] };
    const world = await onChainCore(async () => settings, {}, anvil());
    await livesWholeLife(world, { selection: { kind, address }, address, token: token(), ...withoutScreen });
  });

  it('is not chosen without the address that it must have, which the environment may name', async () => {
    const parties = await twoParties();
    const { console } = await onChainCore(async () => twoPartySettings(parties), {}, anvil());
    const unavailable = { ok: false, error: { code: 'signer-unavailable', state: 'not-set-up' } };
    expect(await console.ask('signers.select', { kind })).toMatchObject(unavailable);
    const other = account(anvil(), 0).address;
    expect(await console.ask('signers.select', { kind, address: other })).toMatchObject({
      ok: false,
      error: { code: 'signature-mismatch' },
    });
    expect(await console.get('approvals.pending', {})).toEqual([]);
    const named = { ...twoPartySettings(parties), PORTCULLIS_SIGNER_ADDRESS: parties.address };
    const world = await onChainCore(async () => named, {}, anvil());
    expect(await world.console.get('signers.select', { kind })).toMatchObject({ kind: 'signer-choice' });
  });

  it('lets nothing be signed while one party is gone, and goes on when it is back', async () => {
    const parties = await twoParties({ sessionTimeoutMs: 1_000 });
    const address = parseAddress(parties.address) as Address;
    await fund(chain, address);
    const named = { ...twoPartySettings(parties), PORTCULLIS_SIGNER_ADDRESS: address };
    const { preview, send, submit, reaches } = await onChainCore(async () => named, {}, anvil());
    const draft = { kind: 'transfer', chainId, to: account(anvil(), 1).address, amount: '0.01' } as const;
    await parties.signal(1, 'SIGKILL');
    const shown = await preview(draft);
    expect(await submit(shown)).toMatchObject({
      ok: false,
      error: { code: 'signer-unavailable', state: 'party-down' },
    });
    await parties.restart(1);
    // Nothing was handed over, so the nonce is the same.
    const sent = await send(draft);
    expect(sent.nonce).toBe(shown.nonce);
    await reaches(sent.transactionId, 'confirmed');
  });
});
