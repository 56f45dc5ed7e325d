import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Approval, ChainTransaction, PolicyDocument } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { armingWord } from '../../../core/golive/arming-desk.ts';
import type { Fetch } from '../../../core/ports.ts';
import { type Anvil, startAnvil } from '../../chain/anvil.ts';
import { firstAddress } from '../../ledger/ledger-fixture.ts';
import { temporaryCore } from '../temporary-core.ts';
import { ledgerSettings, simulatedLedger } from '../transactions/ledger-settings.ts';
import { account, drive } from '../transactions/on-chain-core.ts';
import { meetRegisters, missingItems } from './meet-registers.ts';

/** A chain that says it is Ethereum: its coins are real for the console, whoever made them. */
let mainnet: Anvil;
beforeAll(async () => {
  mainnet = await startAnvil({ chainId: 1 }, { endsWithTest: false });
  await mainnet.rpc('anvil_setBalance', [firstAddress, '0x8ac7230489e80000']);
});
afterAll(() => mainnet.stop());

const provider = 'https://mainnet.rpc.example/v1/0123456789abcdef';
const recipient = () => account(mainnet, 1).address;

/** What lies before the chain: a provider that is not on this machine, and counts what is sent through it. */
function counted() {
  const sent: string[] = [];
  const fetchCounted: Fetch = (url, init) => {
    if (new URL(url).hostname === '127.0.0.1') return fetch(url, init);
    const { method } = JSON.parse(String(init?.body)) as { method: string };
    if (method === 'eth_sendRawTransaction') sent.push(method);
    return fetch(mainnet.url, init);
  };
  return { sent: () => sent.length, fetchCounted };
}

const policy = (): PolicyDocument =>
  ({
    version: 1,
    allowExchanges: ['practice'],
    allowMarketTypes: ['spot'],
    triggers: { refusedSubmits: 100 },
    transactions: {
      ...{ allowChainIds: [1], allowToAddresses: [recipient(), firstAddress] },
      ...{ maxValueWei: `${10n ** 18n}`, maxGas: '100000' },
      maxDaySpend: { '1:native': `${5n * 10n ** 18n}` },
    },
  }) as unknown as PolicyDocument;

async function liveWorld() {
  const ledger = await simulatedLedger();
  const { fetchCounted, sent } = counted();
  const core = await temporaryCore({
    environment: {
      ...ledgerSettings(ledger),
      ...{ PORTCULLIS_RPC_1: provider, EXECUTION_APPROVAL_MODE: 'auto' },
      ...{ SIGNER_ALLOWED_CHAIN_IDS: '1', SIGNER_MAX_VALUE_WEI: `${10n ** 18n}`, SIGNER_MAX_GAS: '100000' },
      SIGNER_ALLOWED_TO_ADDRESSES: `${recipient()},${firstAddress}`,
    },
    ports: { fetch: fetchCounted, masterKey: new Uint8Array(32).fill(9) },
    host: { isOfficial: true, openings: [] },
  });
  onTestFinished(() => core.remove());
  const { approve, preview } = drive(core, mainnet);
  const allow = async (document: PolicyDocument): Promise<void> => {
    const { digest: baseDigest } = await core.get('policy.get', {});
    await approve(await core.get('policy.requestChange', { document, baseDigest }));
  };
  return {
    core,
    ledger,
    sent,
    approve,
    allow,
    signatures: (): number => ledger.control.commands.filter((apdu) => apdu.startsWith('e004')).length,
    async meetAll(): Promise<void> {
      await allow(policy());
      await approve(await core.get('signers.select', { kind: 'ledger' }));
      await core.get('signers.address', { show: true });
      await meetRegisters(core, approve);
    },
    async arm(most = 10n ** 17n): Promise<Approval> {
      const asked = await core.get('golive.requestArming', {
        ...{ exchanges: [], chains: [1], untilMs: Date.now() + 3_600_000 },
        ...{ maxDayNotional: {}, maxDaySpend: { '1:native': most.toString() } },
      });
      await approve(asked);
      return asked;
    },
    /** Previews and submits a transfer; what needs the person's approval gets it. */
    async transfer(amount: string, fees = {}): Promise<Result<ChainTransaction | 'approved'>> {
      const shown = await preview({ kind: 'transfer', chainId: 1, to: recipient(), amount, ...fees });
      const answer = await core.ask('transactions.submit', { previewId: shown.previewId });
      if (!answer.ok) return answer;
      if (answer.value.state === 'sent') return { ok: true, value: answer.value.transaction };
      const { approvalId } = answer.value;
      const asked = (await core.get('approvals.pending', {})).find((each) => each.approvalId === approvalId);
      if (asked === undefined) throw new Error('nothing is asked');
      await approve(asked);
      return { ok: true, value: 'approved' };
    },
  };
}

it('a Ledger signs for a real chain from a fresh folder to armed, and for none after a disarming, a halt, another policy or another signer', async () => {
  const world = await liveWorld();
  const { core, sent, signatures, transfer } = world;
  await world.meetAll();
  expect(await missingItems(core)).toEqual([]);
  expect(await transfer('0.01')).toMatchObject({ ok: false, error: { code: 'not-offered' } });
  expect([sent(), signatures()]).toEqual([0, 0]);

  expect((await world.arm()).word).toBe(armingWord);
  expect(core.core.status()).toMatchObject({ mode: 'live', armed: { chains: [1], signer: firstAddress } });
  expect(await transfer('0.01')).toMatchObject({ ok: true, value: { status: 'sent' } });
  await mainnet.rpc('anvil_mine', ['0x1']);
  expect([sent(), signatures()]).toEqual([1, 1]);
  expect(BigInt(String(await mainnet.rpc('eth_getBalance', [recipient(), 'latest'])))).toBe(
    10_000n * 10n ** 18n + 10n ** 16n,
  );

  // More than it was armed with, though the policy would let it pass.
  expect(await transfer('0.2')).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });

  const refused = async (): Promise<void> => {
    const before = [sent(), signatures()];
    expect(await transfer('0.001')).toMatchObject({ ok: false });
    expect([sent(), signatures()]).toEqual(before);
    expect(core.core.status()).toMatchObject({ mode: 'paper', armed: null });
  };
  await core.get('golive.disarm', {}, 'operator');
  await refused();

  await world.arm();
  await core.get('halt.engage', { reason: 'enough' });
  await world.approve(await core.get('halt.requestRelease', {}));
  await refused();

  await world.arm();
  const { document } = await core.get('policy.get', {});
  await world.allow({ ...document, maxOrdersPerMinute: 50 });
  await refused();
  expect((await core.get('golive.live', {})).lastDrop?.text).toContain('policy');
}, 90_000);

it('what was signed while armed is not sent once it was disarmed, and what takes it back needs no arming, only the person', async () => {
  const world = await liveWorld();
  const { approve, core, sent } = world;
  await world.meetAll();
  await world.arm();
  // Disarmed while the device has it.
  const { control } = world.ledger;
  control.answersBy('by-hand');
  const begun = world.transfer('0.01');
  await control.whenAsked();
  await core.get('golive.disarm', {}, 'operator');
  control.answersBy('approve');
  control.approve();
  expect(await begun).toMatchObject({ ok: false });
  expect(sent()).toBe(0);
  const [held] = await core.get('transactions.list', { limit: 5 });
  expect(held).toMatchObject({ status: 'signed', chainId: 1 });

  const shown = await core.get('transactions.previewReplace', {
    transactionId: held?.transactionId ?? '',
    as: 'cancel',
  });
  expect(shown.blocked).toBeNull();
  const answer = await core.get('transactions.submit', { previewId: shown.previewId });
  // The setting lets transactions pass by themselves, but not where nothing is armed.
  expect(answer.state).toBe('awaiting-approval');
  const [asked] = await core.get('approvals.pending', {});
  expect(asked?.warnings[0]).toBe('This moves real money on Ethereum.');
  if (asked !== undefined) await approve(asked);
  expect(sent()).toBe(1);
}, 90_000);

it('what waits for the device is not signed once it was disarmed', async () => {
  const world = await liveWorld();
  const { core, sent, signatures } = world;
  await world.meetAll();
  await world.arm();
  const { control } = world.ledger;
  control.answersBy('by-hand');
  const shown = core.get('signers.address', { show: true });
  await control.whenAsked();
  const waits = world.transfer('0.01');
  await expect
    .poll(() => core.get('audit.query', { eventType: 'sign', limit: 5 }).then(([row]) => row?.status))
    .toBe('requested');
  await core.get('golive.disarm', {}, 'operator');
  control.answersBy('approve');
  control.approve();
  await shown;
  expect(await waits).toMatchObject({ ok: false, error: { code: 'not-offered' } });
  expect([sent(), signatures()]).toEqual([0, 0]);
}, 90_000);

it('what only makes safe asks the person while armed too, whatever lets others pass by themselves', async () => {
  const world = await liveWorld();
  const { approve, core, sent } = world;
  await world.meetAll();
  await world.arm();
  await mainnet.rpc('evm_setAutomine', [false]);
  onTestFinished(async () => void (await mainnet.rpc('evm_setAutomine', [true])));
  const pending = await world.transfer('0.01');
  const transactionId = pending.ok && pending.value !== 'approved' ? pending.value.transactionId : '';
  const shown = await core.get('transactions.previewReplace', { transactionId, as: 'cancel' });
  expect((await core.get('transactions.submit', { previewId: shown.previewId })).state).toBe('awaiting-approval');
  const [asked] = await core.get('approvals.pending', {});
  if (asked !== undefined) await approve(asked);
  expect(sent()).toBe(2);
  await mainnet.rpc('anvil_mine', ['0x1']);
}, 90_000);
