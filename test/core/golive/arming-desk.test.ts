import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Approval, ArmingScope, Checklist, KnownChain } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { tokenList } from '../../../core/domain/tokens/token-list.ts';
import { type Arming, createArming } from '../../../core/golive/arming.ts';
import { type ArmingDesk, armingWord, createArmingDesk } from '../../../core/golive/arming-desk.ts';
import { createGoliveNotes, type GoliveNotesStore } from '../../../core/golive/golive-notes.ts';
import { liveStanding, watchLive } from '../../../core/golive/live-watch.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { createDocuments } from '../../../core/store/documents.ts';
import { storageFailed } from '../../../core/store/stored.ts';
import { type Approvals, createApprovals } from '../../../core/trading/approvals.ts';
import { createRecord } from '../../../core/trading/record.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { auditPlace, unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const dayMs = 86_400_000;
const limits = {
  ...{ maxOrderNotional: { USDT: decimal('100') }, maxDayNotional: { USDT: decimal('500') } },
  ...{ allowChainIds: [10n], maxDaySpend: { '10:native': 10n ** 18n } },
};
const signer = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const optimism: KnownChain = {
  ...{ chainId: 10, name: 'OP Mainnet', nativeSymbol: 'ETH' },
  ...{ rpc: 'vault', isForPaper: false, source: 'built-in' },
};
const chainFacts = (own: string | null) => ({ limits, chains: [optimism], tokens: tokenList([]), signer: own });

/** What a console has of it: approvals, rows and notes are the real ones. */
interface World {
  readonly clock: ManualClock;
  readonly approvals: Approvals;
  readonly notes: GoliveNotesStore;
  readonly rows: () => Promise<readonly string[]>;
  arming: Arming;
  desk: ArmingDesk;
  items: Checklist['items'];
  isHalted: boolean;
  fingerprint: string;
  signer: string | null;
  lastRowMs: number | null;
  /** How often it was told that a drop could not be kept. */
  storeFailures: number;
  /** The notes of its watch cannot be written. */
  isFull: boolean;
  /** Another console over what this one has kept. */
  restart(): void;
}

let world: World;

const item = (change: object = {}) =>
  ({ itemId: 'drill', title: 'A drill', state: 'met', isWaivable: true, waiver: null, ...change }) as never;

beforeEach(() => {
  const clock = manualClock();
  const audit = auditPlace().open();
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  onTestFinished(() => {
    database.close();
  });
  const record = createRecord(audit, { engage: () => undefined } as never);
  const approvals = createApprovals({
    ...{ clock, ids: systemIds, record },
    announce: () => undefined,
    isLocked: () => false,
  });
  const kept = createGoliveNotes(createDocuments(database));
  const full = err(storageFailed('the notes'));
  const notes: GoliveNotesStore = { ...kept, change: (...given) => (world.isFull ? full : kept.change(...given)) };
  world = {
    ...{ clock, approvals, notes, items: [item()], isHalted: false, fingerprint: 'settings', signer, lastRowMs: null },
    ...{ storeFailures: 0, isFull: false },
    async rows() {
      const all = unwrap(await audit.query({ limit: 50, eventType: 'golive' }));
      return all
        .map(({ actor, body, status }) => `${actor} ${(JSON.parse(body ?? '{}') as { what: string }).what} ${status}`)
        .reverse();
    },
    restart() {
      const standing = () => ({ fingerprint: world.fingerprint, policyDigest: 'policy', signer: world.signer });
      const arming = createArming(() => ({ nowMs: clock.nowMs(), isHalted: world.isHalted, ...standing() }));
      const checklist = (): Result<Checklist> => ok({ items: world.items, met: 0, waived: 0, missing: 0 });
      const stop = watchLive({
        arming,
        clock,
        notes,
        record,
        checklist,
        changed: () => undefined,
        storeFailed: () => {
          world.storeFailures += 1;
        },
      });
      onTestFinished(stop);
      world.arming = arming;
      world.desk = createArmingDesk({
        ...{ arming, approvals, clock, record, notes, standing, lastRowMs: world.lastRowMs },
        facts: () =>
          ok({
            nowMs: clock.nowMs(),
            isHalted: world.isHalted,
            checklist: { items: world.items, met: 0, waived: 0, missing: 0 },
            ...{
              ...chainFacts(world.signer),
              exchangesWithKey: ['kraken', 'binance'],
              paperBySetting: null,
              armedBeforeMs: unwrap(notes.read()).armedBeforeMs,
            },
          }),
        changed: () => undefined,
      });
    },
  } as unknown as World;
  world.restart();
});

const scope = (change: Partial<ArmingScope> = {}): ArmingScope => ({
  ...{ exchanges: ['kraken'], untilMs: world.clock.nowMs() + dayMs, maxDayNotional: { USDT: decimal('50') } },
  ...{ chains: [], maxDaySpend: {} },
  ...change,
});
const answer = ({ approvalId, digest }: Approval, word: string | undefined = armingWord) =>
  world.approvals.decide({ approvalId, digest, answer: 'approve', word }, 'approval');
const isArmed = () => world.arming.isArmed('live:kraken');

describe('live trading', () => {
  it('is armed by the person alone, who reads what for and types what it means', async () => {
    world.items = [
      item(),
      item({ state: 'unmet', title: 'Bound keys', waiver: { reason: 'x', untilMs: 20_000 * dayMs } }),
    ];
    const asked = unwrap(world.desk.request(scope()));
    expect(asked.title).toBe('Arm live trading: orders move real money.');
    expect(asked.word).toBe(armingWord);
    expect(asked.warnings).toEqual([
      expect.stringContaining('real money'),
      'Not met, and waived until 2024-10-04: Bound keys',
    ]);
    expect(asked.lines).toContainEqual({ label: 'Orders, at most in 24 hours', text: '50 USDT' });
    expect(await answer(asked, 'real money!')).toMatchObject({ ok: false, error: { code: 'wrong-word' } });
    expect(isArmed()).toBe(false);
    expect(await answer(asked)).toMatchObject({ ok: true });
    expect(isArmed()).toBe(true);
    expect(await world.rows()).toEqual(['approval arm requested', 'approval arm ok']);
  });

  it('is asked for with all that moves money then: orders, transactions, or both', () => {
    const chains = { chains: [10], maxDaySpend: { '10:native': '1' } };
    const titleOf = (change: Partial<ArmingScope>) => unwrap(world.desk.request(scope(change))).title;
    expect(titleOf(chains)).toBe('Arm live trading: orders and transactions move real money.');
    expect(titleOf({ ...chains, exchanges: [], maxDayNotional: {} })).toBe(
      'Arm live trading: transactions move real money.',
    );
  });

  it('is judged again when the person approves', async () => {
    const asked = unwrap(world.desk.request(scope()));
    world.items = [item({ state: 'unmet' })];
    expect(await answer(asked)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(isArmed()).toBe(false);
    expect(world.desk.request(scope())).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect((await world.rows()).at(-1)).toBe('approval arm failed');
  });

  it('is taken back at once by anybody, and why is kept', async () => {
    expect(world.desk.disarm('operator')).toMatchObject({ ok: false });
    await answer(unwrap(world.desk.request(scope())));
    world.clock.wind(5_000);
    expect(world.desk.disarm('operator')).toMatchObject({ ok: true });
    expect(isArmed()).toBe(false);
    const { armed, armedBeforeMs, lastDrop } = unwrap(world.notes.read());
    expect([armed, armedBeforeMs, lastDrop?.text]).toEqual([null, 5_000, 'Disarmed by operator.']);
    expect((await world.rows()).at(-1)).toBe('core drop ok');
  });

  it('is dropped when something that is never waived fails, and not by what is only unknown or old', async () => {
    await answer(unwrap(world.desk.request(scope())));
    const never = { isWaivable: false, title: 'No key that withdraws' };
    world.items = [
      item({ state: 'unmet' }),
      item({ ...never, state: 'unknown' }),
      item({ ...never, itemId: 'halt-tested', state: 'unmet' }),
      // Orders there are refused for it; it must not disarm another exchange.
      item({ ...never, itemId: 'exchange-clocks', state: 'unmet' }),
      // One that is away signs nothing.
      item({ ...never, itemId: 'signer-ready', state: 'unmet' }),
    ];
    world.clock.wind(20_000);
    expect(isArmed()).toBe(true);
    world.items = [item({ ...never, state: 'unmet' })];
    world.clock.wind(10_000);
    expect(unwrap(world.notes.read()).lastDrop?.text).toBe('No longer so: No key that withdraws.');
    expect(isArmed()).toBe(false);
  });

  it('tells that a drop could not be kept, by whatever it was dropped, and is dropped all the same', async () => {
    await answer(unwrap(world.desk.request(scope())));
    world.isFull = true;
    world.isHalted = true;
    expect([isArmed(), world.storeFailures]).toEqual([false, 1]);
    world.isHalted = false;
    world.isFull = false;
    await answer(unwrap(world.desk.request(scope())));
    expect([isArmed(), world.storeFailures]).toEqual([true, 1]);
    world.isFull = true;
    expect(world.desk.disarm('user')).toMatchObject({ ok: true });
    expect([isArmed(), world.storeFailures]).toEqual([false, 2]);
  });

  it('keeps a drop that could not be kept at the next look, so that nobody takes it up', async () => {
    await answer(unwrap(world.desk.request(scope())));
    world.clock.wind(5_000);
    world.isFull = true;
    world.desk.disarm('user');
    world.isFull = false;
    world.clock.wind(10_000);
    const { armed, armedBeforeMs, lastDrop } = unwrap(world.notes.read());
    expect([armed, armedBeforeMs, lastDrop?.text]).toEqual([null, 5_000, 'Disarmed by user.']);
    world.clock.wind(10_000);
    expect(unwrap(world.notes.read()).armedBeforeMs).toBe(5_000);
  });

  it('keeps it without touching what was armed since', async () => {
    await answer(unwrap(world.desk.request(scope())));
    world.clock.wind(5_000);
    world.isFull = true;
    world.desk.disarm('user');
    world.isFull = false;
    await answer(unwrap(world.desk.request(scope({ exchanges: ['kraken', 'binance'] }))));
    world.clock.wind(10_000);
    expect([isArmed(), unwrap(world.notes.read()).armed?.exchanges]).toEqual([true, ['kraken', 'binance']]);
  });

  it('counts from look to look for how long it was armed', async () => {
    await answer(unwrap(world.desk.request(scope())));
    world.clock.wind(60_000);
    world.clock.jump(-30_000);
    world.clock.wind(10_000);
    world.clock.jump(30_000);
    world.desk.disarm('user');
    expect(unwrap(world.notes.read()).armedBeforeMs).toBe(60_000);
  });

  it('is armed anew in the place of what was, and what that was armed for counts', async () => {
    await answer(unwrap(world.desk.request(scope())));
    world.clock.wind(5_000);
    await answer(unwrap(world.desk.request(scope({ exchanges: ['kraken', 'binance'] }))));
    expect([isArmed(), world.arming.isArmed('live:binance')]).toEqual([true, true]);
    const { armed, armedBeforeMs } = unwrap(world.notes.read());
    expect([armed?.exchanges, armedBeforeMs]).toEqual([['kraken', 'binance'], 5_000]);
  });

  it('is not armed under another policy, other settings or for another signer than was shown', async () => {
    const asked = unwrap(world.desk.request(scope()));
    world.fingerprint = 'others';
    expect(await answer(asked)).toMatchObject({ ok: false, error: { code: 'stale-preview' } });
    const again = unwrap(world.desk.request(scope({ chains: [10], maxDaySpend: { '10:native': '1' } })));
    world.signer = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
    expect(await answer(again)).toMatchObject({ ok: false, error: { code: 'stale-preview' } });
    expect([isArmed(), world.arming.current()]).toEqual([false, null]);
  });

  it('may move more once it was armed for a day in all, and a clock that was set ahead is no day', async () => {
    const most = () => {
      const { armedBeforeMs, lastDrop } = unwrap(world.notes.read());
      return liveStanding(null, lastDrop, { ...chainFacts(signer), armedBeforeMs }, false).most;
    };
    expect(most()).toEqual({ USDT: '50' });
    await answer(unwrap(world.desk.request(scope())));
    world.clock.jump(dayMs);
    expect(isArmed()).toBe(false);
    expect(most()).toEqual({ USDT: '50' });
    await answer(unwrap(world.desk.request(scope())));
    world.clock.wind(dayMs);
    expect(isArmed()).toBe(false);
    expect(most()).toEqual({ USDT: '500' });
    expect(world.desk.request(scope({ maxDayNotional: { USDT: decimal('500') } }))).toMatchObject({ ok: true });
  });
});

describe('after a restart', () => {
  const armedThenRestarted = async (awayMs: number) => {
    await answer(unwrap(world.desk.request(scope())));
    world.lastRowMs = world.clock.nowMs();
    world.clock.jump(awayMs);
    world.restart();
    expect(isArmed()).toBe(false);
  };

  it('within ten minutes one approval takes it up as it was', async () => {
    await armedThenRestarted(600_000);
    expect(world.desk.mayTakeUp()).toBe(true);
    const asked = unwrap(world.desk.requestAgain());
    expect([asked.word, asked.lines[1]?.text]).toEqual([null, '50 USDT']);
    expect(await answer(asked, undefined)).toMatchObject({ ok: true });
    expect(isArmed()).toBe(true);
    expect(world.desk.requestAgain()).toMatchObject({ ok: false });
    expect(world.desk.mayTakeUp()).toBe(false);
  });

  it('it is armed anew after that, with other settings, and where it was dropped', async () => {
    await armedThenRestarted(600_001);
    expect(world.desk.requestAgain()).toMatchObject({ ok: false, error: { code: 'conflict' } });
    world.lastRowMs = world.clock.nowMs();
    world.restart();
    expect(world.desk.requestAgain()).toMatchObject({ ok: true });
    world.fingerprint = 'others';
    expect(world.desk.requestAgain()).toMatchObject({ ok: false, error: { code: 'conflict' } });
    world.fingerprint = 'settings';
    await answer(unwrap(world.desk.request(scope())));
    world.desk.disarm('user');
    world.restart();
    expect(world.desk.requestAgain()).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });
});
