import { describe, expect, it } from 'vitest';
import type { ChainTransaction } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { firstAddress } from '../../ledger/ledger-fixture.ts';
import { type GuardedCore, guardedCore } from './guarded-core.ts';
import { ledgerSettings, simulatedLedger } from './ledger-settings.ts';
import { fund, sharedChain } from './shared-chain.ts';

const chain = sharedChain();
const { anvil } = chain;

/** A transaction that was submitted while the signer is busy with its test; its turn comes once `ends` is called. */
async function queued(): Promise<{
  readonly core: GuardedCore;
  readonly nonce: number;
  /** Ends what the signer is busy with, and answers what became of the submit. */
  readonly ends: () => Promise<Result<ChainTransaction>>;
  /** Whether a transaction was ever put before the device. */
  readonly wasAsked: () => boolean;
}> {
  const ledger = await simulatedLedger({ answers: 'by-hand' });
  await fund(chain, firstAddress);
  const settings = { ...ledgerSettings(ledger), PORTCULLIS_SIGNER_ADDRESS: firstAddress };
  const core = await guardedCore(anvil(), settings);
  const shown = await core.preview(core.draft);
  expect(shown).toMatchObject({ verdict: 'allow', blocked: null });
  const tested = core.console.get('signers.test', {});
  await ledger.control.whenAsked();
  const submitting = core.submit(shown);
  // Its row is written before it waits for its turn.
  await expect
    .poll(() => core.console.get('audit.query', { eventType: 'sign', status: 'requested', limit: 5 }))
    .toHaveLength(2);
  return {
    core,
    nonce: shown.nonce,
    async ends() {
      ledger.control.approve();
      ledger.control.answersBy('approve');
      await tested;
      return submitting;
    },
    wasAsked: () => ledger.control.commands.some((apdu) => apdu.startsWith('e004')),
  };
}

/** It was refused in its turn, and nothing of it was handed over or kept. */
async function expectUnasked({ core, nonce, wasAsked }: Awaited<ReturnType<typeof queued>>): Promise<void> {
  expect(wasAsked()).toBe(false);
  expect(await core.console.get('transactions.list', { limit: 5 })).toEqual([]);
  await core.expectUntouched();
  expect(await core.preview(core.draft)).toMatchObject({ nonce });
}

describe('a transaction that waits for its turn at the signer', () => {
  it('is signed in its turn', async () => {
    const { ends, nonce, wasAsked } = await queued();
    expect(await ends()).toMatchObject({ ok: true, value: { status: 'sent', nonce } });
    expect(wasAsked()).toBe(true);
  });

  it('is not signed when trading was halted meanwhile', async () => {
    const waiting = await queued();
    await waiting.core.console.get('halt.engage', { reason: 'a look first' });
    expect(await waiting.ends()).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
    await expectUnasked(waiting);
  });

  it('is not signed when the policy denies it by then', async () => {
    const waiting = await queued();
    const { console } = waiting.core;
    const { document, digest: baseDigest } = await console.get('policy.get', {});
    await console.get('policy.tighten', { document: { ...document, transactions: { maxValueWei: '1' } }, baseDigest });
    expect(await waiting.ends()).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });
    await expectUnasked(waiting);
  });

  it('is not signed when by then it needs an approval that was never asked for', async () => {
    const waiting = await queued();
    const { console } = waiting.core;
    const { document, digest: baseDigest } = await console.get('policy.get', {});
    await console.get('policy.tighten', { document: { ...document, approveEach: true }, baseDigest });
    expect(await waiting.ends()).toMatchObject({ ok: false, error: { code: 'needs-approval' } });
    await expectUnasked(waiting);
  });
});
