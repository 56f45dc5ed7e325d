import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../core/contract/shapes.ts';
import { firstAddress } from '../../ledger/ledger-fixture.ts';
import { hastyClock } from './hasty-clock.ts';
import { ledgerSettings, simulatedLedger } from './ledger-settings.ts';
import { account, chainId, type OnChainCore, onChainCore } from './on-chain-core.ts';
import { fund, sharedChain } from './shared-chain.ts';
import { livesWholeLife } from './whole-life.ts';

const chain = sharedChain();
const { anvil, token } = chain;
const selection = { kind: 'ledger' } as const;
const pinned = { PORTCULLIS_SIGNER_ADDRESS: firstAddress };

/** Has the person name one call that may be signed blind. */
async function allowBlind({ approve, console }: OnChainCore, selector: string): Promise<void> {
  const { document, digest: baseDigest } = await console.get('policy.get', {});
  const named = { chainId, to: token(), selector };
  const next: PolicyDocument = { ...document, transactions: { allowBlindSigning: [named] } };
  await approve(await console.get('policy.requestChange', { document: next, baseDigest }));
}

describe('the Ledger, simulated behind Speculos TCP', () => {
  it('signs in sight and, where the document names the call, blind: from its choice to the chain', async () => {
    const ledger = await simulatedLedger({ blindSigning: true });
    await fund(chain, firstAddress);
    const world = await onChainCore(async () => ledgerSettings(ledger), {}, anvil());
    await allowBlind(world, '0xa9059cbb');
    const life = {
      selection,
      address: firstAddress,
      token: token(),
      signsTexts: true,
      clearSigned: [true, false],
    } as const;
    await livesWholeLife(world, life);
    const rows = await world.console.get('audit.query', { eventType: 'sign', status: 'ok', limit: 10 });
    const shown = rows.map(({ body }) => (JSON.parse(body ?? '{}') as { clear_signed: unknown }).clear_signed);
    expect(shown).toEqual([false, true, true]);
  });

  it('signs nothing blind that is not named, and asks the device nothing of it', async () => {
    const ledger = await simulatedLedger({ blindSigning: true });
    await fund(chain, firstAddress);
    const world = await onChainCore(async () => ({ ...ledgerSettings(ledger), ...pinned }), {}, anvil());
    const { approve, console, preview, submit } = world;
    await approve(await console.get('tokens.requestPin', { chainId, token: token() }));
    const to = account(anvil(), 1).address;
    const draft = { kind: 'token-transfer', chainId, token: token(), to, amount: '1' } as const;
    const shown = await preview(draft);
    expect(shown).toMatchObject({ verdict: 'deny' });
    const denied = { ok: false, error: { code: 'denied-by-policy' } };
    expect(await submit(shown)).toMatchObject(denied);
    await allowBlind(world, '0x095ea7b3');
    expect(await submit(await preview(draft))).toMatchObject(denied);
    expect(ledger.control.commands).toEqual([]);
  });

  it('verifies its address on its own screen, and the date of that is kept', async () => {
    const ledger = await simulatedLedger({ answers: 'by-hand' });
    const world = await onChainCore(async () => ledgerSettings(ledger), {}, anvil());
    const { approve, console } = world;
    await approve(await console.get('signers.select', selection));
    const asked = console.get('signers.address', { show: true });
    expect(await ledger.control.whenAsked()).toMatchObject({ kind: 'address', shows: firstAddress });
    ledger.control.approve();
    const { verifiedAtMs } = await asked;
    expect(verifiedAtMs).toBeGreaterThan(0);
    expect(await console.get('signers.list', {})).toMatchObject({ pinned: firstAddress, verifiedAtMs });
    const again = console.ask('signers.address', { show: true });
    await ledger.control.whenAsked();
    ledger.control.reject();
    expect(await again).toMatchObject({ ok: false, error: { code: 'signer-refused' } });
    expect(await console.get('signers.list', {})).toMatchObject({ verifiedAtMs });
  });

  it('is pinned to the path that was chosen', async () => {
    const ledger = await simulatedLedger();
    const world = await onChainCore(async () => ledgerSettings(ledger), {}, anvil());
    const { approve, console } = world;
    const found = await console.get('signers.deviceAddresses', { family: 'ledger-live', count: 3 });
    expect(found[0]?.address).toBe(firstAddress);
    const third = found[2];
    if (third === undefined) throw new Error('three addresses were asked for');
    await approve(await console.get('signers.select', { ...selection, path: third.path }));
    expect(await console.get('signers.address', {})).toMatchObject({ address: third.address });
    expect(await console.get('signers.test', {})).toMatchObject({ address: third.address });
  });

  it('that nobody answers on ends by its own deadline, not before', async () => {
    const ledger = await simulatedLedger({ answers: 'by-hand' });
    // What a person is given takes a moment here; all that a machine is given is as it is.
    const clock = hastyClock(100_000, 1_000_000, 50);
    const settings = async () => ({ ...ledgerSettings(ledger), ...pinned });
    const { console } = await onChainCore(settings, { ports: { clock } }, anvil());
    expect(await console.ask('signers.test', {})).toMatchObject({
      ok: false,
      error: { code: 'signer-failed', signerCode: 'no-answer' },
    });
    // What is on its screen cannot be taken back: it takes nothing else before it is answered there.
    expect(await console.ask('signers.address', {})).toMatchObject({ ok: false, error: { state: 'busy' } });
    ledger.control.reject();
    await expect.poll(() => console.ask('signers.address', {})).toMatchObject({ ok: true });
  });
});
