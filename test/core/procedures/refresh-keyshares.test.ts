import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { anyPlan } from '../../../core/procedures/any-plan.ts';
import {
  beginKeyshareRefresh,
  type KeyshareRefresh,
  mayRetireShareBackup,
  readKeyshareRefresh,
} from '../../../core/procedures/keyshare-refresh.ts';
import { createProcedures, type Procedures } from '../../../core/procedures/procedures.ts';
import { createProceduresTable } from '../../../core/procedures/procedures-table.ts';
import { keyshareRefreshPlan } from '../../../core/procedures/refresh-keyshares.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { hasGoodPair, type KeyshareWorld, keyAddress, keyshareWorld, type RefreshEnd } from './keyshare-world.ts';
import { keptKey } from './rotation-world.ts';

const share = {
  ...keptKey('share', 'active', 0),
  kind: 'mpc-keyshare',
  slot: 'mpc-share-0',
  place: 'service',
} as const;
const signer = { address: keyAddress, dialect: 'mpc-2p/1', hasBothParties: true } as const;

function consoleDb(): Database {
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  onTestFinished(() => {
    database.close();
  });
  // What a crash of the machine does to a disk is not what is looked at here.
  database.pragma('synchronous = OFF');
  return database;
}

/** A refresh over a world and its console.db, with the person who does what each step says. */
async function refreshing(
  world: KeyshareWorld,
  dialect: KeyshareRefresh['dialect'] = 'mpc-2p/1',
  database = consoleDb(),
) {
  let isCutOff = false;
  const record = { before: async () => ok(1), after: async () => undefined, always: () => undefined };
  const table = createProceduresTable(database);
  const plan = anyPlan(keyshareRefreshPlan(world.ports));
  const open = (): Procedures =>
    createProcedures({
      table: {
        ...table,
        // Cut off: what the step did is done, and that it did it is not kept.
        keep: (procedure, found) => (isCutOff && procedure.isDoing === 0 ? cutOff() : table.keep(procedure, found)),
      },
      planOf: () => plan,
      record,
      clock: world.clock,
      ids: systemIds,
      changed: () => undefined,
    });
  let procedures = open();
  const facts = unwrap(beginKeyshareRefresh(share, { ...signer, dialect }, world.clock.nowMs()));
  const about = {
    kind: 'refresh-keyshares',
    credentialId: 'share',
    label: 'share',
    facts: JSON.stringify(facts),
  } as const;
  unwrap(await procedures.start(about, 'test'));

  const shown = (): Procedure => unwrap(procedures.list(1))[0] as Procedure;
  const run = {
    shown,
    at: () => shown().currentStepId,
    facts: () => readKeyshareRefresh(unwrap(table.list(1))[0]?.facts ?? '') as KeyshareRefresh,
    isValidated: () => unwrap(procedures.underWay())?.isValidated ?? true,
    proofs: (stepId: string) => shown().steps.find((one) => one.stepId === stepId)?.proofs ?? [],
    async crash() {
      procedures = open();
      await procedures.recover();
    },
    /** Tries the step; a console that dies with it is started again. */
    async step(word: string | null = null) {
      const { currentStepId, procedureId } = shown();
      try {
        return await procedures.step(procedureId, currentStepId ?? '', { word, chosenId: null }, 'test');
      } catch {
        await run.crash();
        return cutOff();
      }
    },
    async stepCutOff(word: string | null = null) {
      isCutOff = true;
      await run.step(word);
      isCutOff = false;
      await run.crash();
    },
    /** Does what the step asks of the person; the word that goes with it. */
    prepare(): string | null {
      world.clock.wind(1_000);
      switch (run.at()) {
        case 'new-backups':
          for (const party of [0, 1] as const) world.backUp(party);
          break;
        case 'register':
          for (const party of [0, 1] as const) world.recordBackup(party);
          break;
        case 'release':
          Object.assign(world.halt, { state: 'active', isOurs: false });
          break;
      }
      const word = shown().steps.find(({ stepId }) => stepId === run.at())?.word;
      return word === 'needed' ? 'it is done' : null;
    },
    async go() {
      const word = run.prepare();
      return run.step(word);
    },
  };
  return run;
}

function cutOff(): Result<never> {
  return err({ code: 'storage-failed', retry: 'after-checking', what: 'cut off' });
}

const stepIds = [
  'halt',
  'attest',
  'window',
  'refresh',
  'archive',
  'new-backups',
  'register',
  'test-signature',
  'paper-trade',
  'release',
];

describe('a refresh of keyshares', () => {
  it('goes from the halt to the release, and each step may be cut off and tried again', async () => {
    const world = keyshareWorld();
    const run = await refreshing(world);
    expect(run.shown().steps.map(({ stepId }) => stepId)).toEqual(stepIds);
    for (const stepId of stepIds) {
      expect(run.at()).toBe(stepId);
      const word = run.prepare();
      await run.stepCutOff(word);
      expect(run.at()).toBe(stepId);
      await run.step(word);
    }
    expect(run.shown().outcome).toBe('completed');
    expect([world.asked, world.askedBlind, world.written.length]).toEqual([1, 0, 1]);
    expect(world.written[0]?.points).toEqual(['point 0 of 1', 'point 1 of 1']);
    expect(world.rows.map(({ digest }) => digest)).toEqual(run.facts().backups);
    for (const stepId of ['attest', 'refresh', 'new-backups', 'register', 'test-signature']) {
      expect(run.proofs(stepId).at(-1)?.strength, stepId).toBe('proved');
    }
    expect(run.proofs('archive').at(-1)?.strength).toBe('said');
  });

  it.each<readonly [RefreshEnd, number]>([
    ['committed', 1],
    ['not-begun', 2],
    ['half', 1],
    ['console-dies', 1],
  ])('a refresh that ended %s is settled with both parties, and asked for %i times', async (end, asked) => {
    const world = keyshareWorld();
    const run = await refreshing(world);
    while (run.at() !== 'refresh') await run.go();
    world.nextEnd = end;
    await run.go();
    expect(run.at()).toBe('refresh');
    world.isUp = false;
    expect(await run.step()).toMatchObject({ ok: false, error: { code: 'signer-unavailable' } });
    await run.crash();
    world.isUp = true;
    expect(await run.step()).toMatchObject({ ok: true, value: { currentStepId: 'archive' } });
    expect([world.asked, world.askedBlind]).toEqual([asked, 0]);
    expect(world.parties.map(({ epoch }) => epoch)).toEqual([1, 1]);
    expect(run.facts()).toMatchObject({ before: { epoch: 0 }, after: { epoch: 1 } });
  });

  it('is not taken where a share is the same as before, the epoch is further, or the signer is another', async () => {
    const world = keyshareWorld();
    const run = await refreshing(world);
    while (run.at() !== 'refresh') await run.go();
    world.keepsShares = true;
    expect(await run.step()).toMatchObject({ ok: true, value: { currentStepId: 'refresh' } });
    expect(run.proofs('refresh').at(-1)).toMatchObject({ strength: 'failed' });
    world.keepsShares = false;
    for (const party of world.parties) party.epoch = 2;
    expect(await run.step()).toMatchObject({ ok: true, value: { currentStepId: 'refresh' } });
    world.address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
    expect(await run.step()).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect([world.asked, world.written.length]).toEqual([1, 0]);
  });

  it('keeps to a planned maintenance window, unless the person says why not', async () => {
    const world = keyshareWorld();
    const run = await refreshing(world);
    while (run.at() !== 'window') await run.go();
    const startsAtMs = world.clock.nowMs() + 3_600_000;
    world.windows.push({ windowId: 'w', startsAtMs, minutes: 30, note: 'keyshares' });
    await run.step();
    expect([run.at(), run.proofs('window').at(-1)?.strength]).toEqual(['window', 'failed']);
    const other = keyshareWorld();
    const early = await refreshing(other);
    other.windows.push({ windowId: 'w', startsAtMs: other.clock.nowMs() + 3_600_000, minutes: 30, note: 'keyshares' });
    while (early.at() !== 'window') await early.go();
    await early.step('both are here already');
    expect([early.at(), early.proofs('window').at(-1)?.strength]).toEqual(['refresh', 'said']);
    world.clock.wind(3_600_000);
    await run.step();
    expect([run.at(), run.proofs('window').at(-1)?.strength]).toEqual(['refresh', 'proved']);
  });

  it('takes only backups of the new epoch that differ, and rows that were recorded since', async () => {
    const world = keyshareWorld();
    const run = await refreshing(world);
    for (const party of [0, 1] as const) world.recordBackup(party);
    while (run.at() !== 'new-backups') await run.go();
    await run.step();
    expect(run.proofs('new-backups').at(-1)?.text).toBe('No backup of epoch 1 is attested by party 0 and party 1.');
    world.backUp(0, 'aa'.repeat(32));
    await run.step();
    expect(run.proofs('new-backups').at(-1)?.text).toBe('No backup of epoch 1 is attested by party 1.');
    world.backUp(1, 'aa'.repeat(32));
    await run.step();
    expect(run.proofs('new-backups').at(-1)?.text).toContain('one and the same backup');
    world.backUp(1, 'bb'.repeat(32));
    await run.step();
    expect(run.at()).toBe('register');
    expect(mayRetireShareBackup(run.facts(), 'mpc-party-0')).toMatchObject({ ok: false });
    expect(mayRetireShareBackup(run.facts(), 'vault')).toMatchObject({ ok: true });
    world.clock.wind(1_000);
    await run.step();
    expect(run.proofs('register').at(-1)?.text).toBe('No backup of party 0 was recorded since the refresh.');
    world.recordBackup(0, 'cc'.repeat(32));
    expect(await run.step()).toMatchObject({ ok: false, error: { code: 'conflict' } });
    for (const party of [0, 1] as const) world.recordBackup(party);
    await run.step();
    expect(run.at()).toBe('test-signature');
    expect(mayRetireShareBackup(run.facts(), 'mpc-party-0')).toMatchObject({ ok: true });
    const trail = JSON.stringify(run.shown().steps.map(({ proofs }) => proofs));
    expect(trail).not.toContain('aa'.repeat(32));
  });

  it('says at its beginning which party has no backup of what it has', async () => {
    const world = keyshareWorld();
    world.backups.splice(1);
    const run = await refreshing(world);
    for (const _ of [1, 2]) await run.go();
    expect(run.proofs('attest').map(({ strength }) => strength)).toEqual(['proved', 'weak']);
    expect(run.proofs('attest').at(-1)?.text).toContain('is attested by party 1');
  });

  it('of the older service is done at the parties, on the word of the person and what still can be seen', async () => {
    const world = keyshareWorld();
    const run = await refreshing(world, 'legacy');
    const older = stepIds.map((stepId) => (stepId === 'refresh' ? 'refresh-elsewhere' : stepId));
    expect(run.shown().steps.map(({ stepId }) => stepId)).toEqual(older);
    while (run.at() !== 'refresh-elsewhere') await run.go();
    expect(run.proofs('attest').at(-1)?.strength).toBe('weak');
    expect(await run.step()).toMatchObject({ ok: true, value: { currentStepId: 'refresh-elsewhere' } });
    world.isUp = false;
    expect(await run.step('done by its operator')).toMatchObject({ ok: false, error: { code: 'signer-unavailable' } });
    world.isUp = true;
    while (run.shown().outcome === 'open') await run.go();
    expect(world.asked).toBe(0);
    expect(world.written).toMatchObject([{ points: null }]);
    for (const stepId of ['refresh-elsewhere', 'archive', 'new-backups', 'register']) {
      expect(run.proofs(stepId).at(-1)?.strength, stepId).toBe('said');
    }
    expect(run.proofs('test-signature').at(-1)?.strength).toBe('proved');
  });

  it('is begun only for keyshares that are in use, and only where party 1 can be asked too', () => {
    expect(beginKeyshareRefresh({ ...share, state: 'missing' }, signer, 1)).toMatchObject({ ok: false });
    expect(beginKeyshareRefresh(keptKey('key', 'active', 0), signer, 1)).toMatchObject({ ok: false });
    expect(beginKeyshareRefresh(share, { ...signer, hasBothParties: false }, 1)).toMatchObject({
      error: { what: expect.stringContaining('PORTCULLIS_MPC_1_URL') },
    });
    const alone = { ...signer, dialect: 'legacy', hasBothParties: false } as const;
    expect(beginKeyshareRefresh(share, alone, 1)).toMatchObject({ ok: true });
  });
});

const disturbances = [
  'committed',
  'not-begun',
  'half',
  'console-dies',
  'say',
  'back up',
  'record',
  'destroy',
  'release',
  'crash',
  'cut off',
  'outage',
  'wait',
] as const;

it('whatever happens in whatever order, it is never repeated blind, and a lost share can always be brought back', async () => {
  const database = consoleDb();
  const walks = fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.constant('go' as const) }, fc.constantFrom(...disturbances)),
    { minLength: 15, maxLength: 40 },
  );
  let ends = 0;
  let destroyed = 0;
  await fc.assert(
    fc.asyncProperty(walks, async (walk) => {
      database.exec('DELETE FROM procedure_proofs; DELETE FROM procedures;');
      const world = keyshareWorld();
      const run = await refreshing(world, 'mpc-2p/1', database);
      const act = async (action: (typeof disturbances)[number]): Promise<unknown> => {
        switch (action) {
          case 'committed':
          case 'not-begun':
          case 'half':
          case 'console-dies':
            world.nextEnd = action;
            return;
          case 'say':
            return run.step('my word');
          case 'back up':
            return world.backUp(world.clock.nowMs() % 2 === 0 ? 0 : 1);
          case 'record':
            return world.recordBackup(0);
          case 'destroy':
            // Who keeps to the register destroys no backup that it does not let go.
            if (!mayRetireShareBackup(run.facts(), 'mpc-party-0').ok) return;
            for (const backup of world.backups) backup.isDestroyed = backup.epoch < world.parties[1].epoch;
            destroyed += 1;
            return;
          case 'release':
            if (run.isValidated()) Object.assign(world.halt, { state: 'active', isOurs: false });
            return;
          case 'crash':
            return run.crash();
          case 'cut off':
            return run.stepCutOff(run.prepare());
          case 'outage':
            world.isUp = !world.isUp;
            return;
          case 'wait':
            return world.clock.wind(1_001);
        }
      };
      for (const action of walk) {
        if (action === 'go') await run.go();
        else await act(action);
        const highest = Math.max(...world.parties.map(({ epoch }) => epoch));
        expect(highest, 'refreshed twice').toBeLessThanOrEqual(1);
        expect(world.askedBlind).toBe(0);
        expect(hasGoodPair(world), 'no pair of backups is left').toBe(true);
        expect(world.written.length).toBeLessThanOrEqual(1);
        if (!run.isValidated() && run.at() !== 'halt') expect(world.halt.state).toBe('halted');
      }
      world.isUp = true;
      world.nextEnd = 'sure';
      for (let tries = 0; run.shown().outcome === 'open' && tries < 40; tries += 1) await run.go();
      if (run.shown().outcome !== 'completed') throw new Error(`it stands at ${run.at()}`);
      ends += 1;
      expect(world.parties.map(({ epoch }) => epoch)).toEqual([1, 1]);
      expect(world.written).toMatchObject([{ points: ['point 0 of 1', 'point 1 of 1'] }]);
      const { backups } = run.facts();
      expect(
        [0, 1].map((party) => world.rows.findLast((row) => row.party === party && row.digest !== null)?.digest),
      ).toEqual(backups);
    }),
    { numRuns: process.env.PORTCULLIS_LONG === undefined ? 40 : 2_000 },
  );
  expect(ends).toBeGreaterThan(0);
  expect(destroyed).toBeGreaterThan(0);
});
