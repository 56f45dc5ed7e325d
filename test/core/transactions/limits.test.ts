import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../core/contract/shapes.ts';
import { firstAddress } from '../../ledger/ledger-fixture.ts';
import { from } from '../../signer/remote-kit.ts';
import { countedSigner } from './counted-signer.ts';
import { endsAs, type GuardedCore, guardedCore, refused } from './guarded-core.ts';
import { ledgerSettings, simulatedLedger } from './ledger-settings.ts';
import { account, chainId } from './on-chain-core.ts';
import { fund, sharedChain } from './shared-chain.ts';

const chain = sharedChain();
const { anvil, token } = chain;
const denied = { ok: false, error: { code: 'denied-by-policy' } };
type Limits = NonNullable<PolicyDocument['transactions']>;

async function limited(limits: Limits) {
  const signer = await countedSigner();
  const core = await guardedCore(anvil(), signer.settings);
  await change(core, limits);
  return { signer, ...core };
}

async function change({ approve, console }: GuardedCore, transactions: Limits): Promise<void> {
  const { document, digest: baseDigest } = await console.get('policy.get', {});
  await approve(await console.get('policy.requestChange', { document: { ...document, transactions }, baseDigest }));
}

async function codes(core: GuardedCore, draft: Parameters<GuardedCore['preview']>[0]): Promise<readonly string[]> {
  const { rulings } = await core.preview(draft);
  return rulings.filter(({ decision }) => decision === 'deny').flatMap(({ code }) => code ?? []);
}

describe('the limits of transactions, at the gate', () => {
  it('count what leaves in an hour from the approval on, fees included, over a restart', async () => {
    const core = await limited({ maxHourSpend: { [`${chainId}:native`]: (3n * 10n ** 16n).toString() } });
    await core.send(core.draft);
    await core.send(core.draft);
    expect(await codes(core, core.draft)).toEqual(['hour_spend_exceeded']);
    expect(await core.submit(await core.preview(core.draft))).toMatchObject(denied);
    expect(core.signer.asked()).toBe(2);
    const again = await core.console.restart();
    const { verdict } = await again.get('transactions.preview', core.draft);
    expect(verdict).toBe('deny');
    await again.core.close();
  });

  it('let no two that are submitted at once slip through one window', async () => {
    const core = await limited({ maxDaySpend: { [`${chainId}:native`]: (2n * 10n ** 16n).toString() } });
    const first = await core.preview(core.draft);
    const second = await core.preview({ ...core.draft, nonce: String(first.nonce + 1) } as never);
    const answers = await Promise.all([core.submit(first), core.submit(second)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(core.signer.asked()).toBe(1);
  });

  it('give back what was reserved when surely nothing was signed, and keep it while a signature may exist', async () => {
    const ledger = await simulatedLedger({ answers: 'reject' });
    await fund(chain, firstAddress);
    const settings = { ...ledgerSettings(ledger), PORTCULLIS_SIGNER_ADDRESS: firstAddress };
    const core = await guardedCore(anvil(), settings);
    await change(core, { maxDaySpend: { [`${chainId}:native`]: (15n * 10n ** 15n).toString() } });
    const shown = await core.preview(core.draft);
    await endsAs(core, shown, await core.submit(shown), refused);
    expect(await codes(core, core.draft)).toEqual([]);
    ledger.control.answersBy('by-hand');
    const doubted = await core.preview(core.draft);
    const submitting = core.submit(doubted);
    await ledger.control.whenAsked();
    ledger.control.unplug();
    expect(await submitting).toMatchObject({ ok: false, error: { code: 'signer-failed' } });
    expect(await codes(core, { ...core.draft, nonce: String(doubted.nonce + 1) } as never)).toEqual([
      'day_spend_exceeded',
    ]);
    // Only one of the two can happen: what takes its place is not counted beside it.
    const [open] = await core.console.get('transactions.list', { open: true, limit: 1 });
    const transactionId = open?.transactionId ?? '';
    const speedUp = await core.console.get('transactions.previewReplace', { transactionId, as: 'speed-up' });
    expect(speedUp.rulings.filter(({ decision }) => decision === 'deny')).toEqual([]);
  });

  it('deny an allowance without an end unless the document says that it may be given', async () => {
    const core = await limited({ maxGas: '1000000' });
    await core.approve(await core.console.get('tokens.requestPin', { chainId, token: token() }));
    const spender = account(anvil(), 2).address;
    const unlimited = { kind: 'token-approval', chainId, token: token(), spender, amount: 'unlimited' } as const;
    expect(await codes(core, unlimited)).toEqual(['unlimited_approval']);
    expect(await core.submit(await core.preview(unlimited))).toMatchObject(denied);
    const raw = { kind: 'call', chainId, to: token(), data: (await core.preview(unlimited)).data } as never;
    expect(await core.submit(await core.preview(raw))).toMatchObject(denied);
    expect(core.signer.asked()).toBe(0);
    await change(core, { maxGas: '1000000', allowUnlimitedApprovals: true });
    const sent = await core.send(unlimited);
    await core.reaches(sent.transactionId, 'confirmed');
    expect(await core.console.get('allowances.list', { chainId })).toMatchObject([{ spender, isUnlimited: true }]);
    const revocation = await core.console.get('allowances.revoke', { chainId, token: token(), spender });
    const revoked = await core.submit(revocation);
    expect(revoked).toMatchObject({ ok: true });
  });

  it('judge the bytes, not the words: a call that hides a transfer is judged as one', async () => {
    const core = await limited({
      coolingOffHours: 1,
      maxDaySpend: { [`${chainId}:${token().toLowerCase()}`]: '1000000' },
    });
    const to = account(anvil(), 7).address.slice(2).toLowerCase().padStart(64, '0');
    const data = `0xa9059cbb${to}${1_000_001n.toString(16).padStart(64, '0')}` as never;
    const hidden = { kind: 'call', chainId, to: token(), data } as const;
    expect(await codes(core, hidden)).toEqual(expect.arrayContaining(['recipient_unknown', 'day_spend_exceeded']));
    expect(await core.submit(await core.preview(hidden))).toMatchObject(denied);
    expect(core.signer.asked()).toBe(0);
  });

  it("the signer's own layer and the engine are asked both: either says no", async () => {
    const signer = await countedSigner();
    const rules = { SIGNER_MAX_VALUE_WEI: '1000' };
    const core = await guardedCore(anvil(), { ...signer.settings, ...rules });
    const shown = await core.preview(core.draft);
    expect(shown.rulings).toContainEqual(expect.objectContaining({ layer: 'signer', decision: 'deny' }));
    expect(await core.submit(shown)).toMatchObject(denied);
    const listed = await guardedCore(anvil(), { ...signer.settings, ALLOW_SIGN_TO_ADDRESSES: from });
    expect(await listed.submit(await listed.preview(listed.draft))).toMatchObject(denied);
    expect(signer.asked()).toBe(0);
  });

  it('halt when too much is refused in a minute', async () => {
    const core = await limited({ maxValueWei: '1' });
    for (let count = 0; count < 5; count += 1) {
      expect(await core.submit(await core.preview(core.draft))).toMatchObject(denied);
    }
    expect(core.haltCodes()).toEqual(['refused-submits']);
    expect(core.signer.asked()).toBe(0);
  });
});
