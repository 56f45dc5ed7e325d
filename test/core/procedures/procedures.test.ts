import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { anyPlan } from '../../../core/procedures/any-plan.ts';
import { mayUseKey, mayWipeKey } from '../../../core/procedures/key-guards.ts';
import { type KeyRotation, readKeyRotation } from '../../../core/procedures/key-rotation.ts';
import { createProcedures, type Procedures } from '../../../core/procedures/procedures.ts';
import { createProceduresTable } from '../../../core/procedures/procedures-table.ts';
import { keyRotationPlan } from '../../../core/procedures/rotate-exchange-key.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import type { Record as Rows } from '../../../core/trading/record.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { keptKey, type RotationWorld, rotationOf, rotationWorld } from './rotation-world.ts';

const disturbances = [
  'mend',
  'go back',
  'say',
  'enter',
  'use',
  'revoke',
  'wipe',
  'release',
  'crash',
  'cut off',
  'outage',
  'wait',
] as const;

/** What a person does who follows the steps, and tries each after it. */
const needed: Readonly<Record<string, (typeof disturbances)[number]>> = {
  'new-key': 'enter',
  switch: 'use',
  revoke: 'revoke',
  rights: 'mend',
  'old-dead': 'revoke',
  release: 'release',
  wipe: 'wipe',
};

/** A rotation over a world, its console.db, and what the person does beside it as the console lets them. */
async function rotating(database: Database, world: RotationWorld) {
  const rows: string[] = [];
  let isCutOff = false;
  /** How many more rows are written before the process is gone; null while it stays. */
  let rowsLeft: number | null = null;
  const write = async ({ eventType, status }: Parameters<Rows['after']>[0]): Promise<void> => {
    if (rowsLeft !== 0) rows.push(`${eventType} ${status}`);
    if (rowsLeft !== null) rowsLeft = Math.max(0, rowsLeft - 1);
    if (rowsLeft === 0) await new Promise(() => undefined);
  };
  const record: Rows = {
    async before(entry) {
      await write(entry);
      return ok(rows.length);
    },
    after: write,
    always: () => undefined,
  };
  const table = createProceduresTable(database);
  const plan = anyPlan(keyRotationPlan(world.ports));
  const open = (): Procedures =>
    createProcedures({
      table: {
        ...table,
        // Cut off: what the step did is done, and that it did it is not kept.
        keep: (procedure, found) => (isCutOff && procedure.isDoing === 0 ? never() : table.keep(procedure, found)),
      },
      planOf: () => plan,
      record,
      clock: world.clock,
      ids: systemIds,
      changed: () => undefined,
    });
  let procedures = open();
  await procedures.start(
    { kind: 'rotate-exchange-key', credentialId: 'old', label: 'old', facts: JSON.stringify(rotationOf(world)) },
    'test',
  );
  const shown = (): Procedure => unwrap(procedures.list(1))[0] as Procedure;
  const step = (word: string | null) => {
    const { currentStepId, procedureId } = shown();
    return procedures.step(procedureId, currentStepId ?? '', { word, chosenId: null }, 'test');
  };
  return {
    rows,
    shown,
    step,
    leave: () => procedures.leave(shown().procedureId, 'enough', 'test'),
    underWay() {
      const underWay = unwrap(procedures.underWay());
      return underWay === null ? null : { ...underWay, facts: readKeyRotation(underWay.facts) as KeyRotation };
    },
    lock: () => unwrap(procedures.underWay()),
    async crash() {
      procedures = open();
      await procedures.recover();
    },
    /** Tries the step in a process that is gone as soon as so many rows are written, and starts another. */
    async stepKilledAfter(count: number) {
      rowsLeft = count;
      void step(null);
      await new Promise((resolve) => setImmediate(resolve));
      rowsLeft = null;
      await this.crash();
    },
    async stepCutOff() {
      isCutOff = true;
      await step(null).catch(() => undefined);
      isCutOff = false;
      await this.crash();
    },
  };
}

function never(): Result<never> {
  return err({ code: 'storage-failed', retry: 'after-checking', what: 'cut off' });
}

function consoleDb(): Database {
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  onTestFinished(() => {
    database.close();
  });
  return database;
}

describe('a rotation, whatever happens in whatever order', () => {
  it('never leaves the console without a key that works, never wipes one that is needed, and is released only when validated', async () => {
    const database = consoleDb();
    // Thousands of steps are kept; what a crash of the machine does to a disk is not what is looked at here.
    database.pragma('synchronous = OFF');
    let ends = 0;
    const walks = fc.array(
      fc.oneof({ weight: 3, arbitrary: fc.constant('go' as const) }, fc.constantFrom(...disturbances)),
      { minLength: 30, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(walks, fc.boolean(), fc.boolean(), async (walk, isClear, isMistyped) => {
        database.exec('DELETE FROM procedure_proofs; DELETE FROM procedures;');
        const world = rotationWorld();
        world.refusal = isClear ? 'gone' : 'refused';
        const run = await rotating(database, world);
        const act = async (action: (typeof disturbances)[number]): Promise<void> => {
          const stood = run.underWay();
          switch (action) {
            case 'say':
              // A person may say so too early, but not where nobody can tell.
              if (stood?.stepId !== 'old-dead' || world.isUp || !world.alive.has('old')) await run.step('my word');
              return;
            case 'enter':
              if (world.keys.has('new')) return;
              world.keys.set('new', keptKey('new', 'standby', world.clock.nowMs()));
              if (!isMistyped) world.alive.add('new');
              return;
            case 'mend':
              if (world.keys.has('new')) world.alive.add('new');
              return;
            case 'use':
              if (stood === null || !world.keys.has('new') || !mayUseKey(stood.facts, 'new', true).ok) return;
              world.keys.set('old', keptKey('old', 'standby', 0));
              world.keys.set('new', keptKey('new', 'active', world.keys.get('new')?.enteredAtMs ?? 0));
              return;
            case 'go back':
              if (stood === null || world.keys.get('old')?.state !== 'standby') return;
              if (!world.alive.has('old') || !mayUseKey(stood.facts, 'old', true).ok) return;
              world.keys.set('old', { ...keptKey('old', 'active', 0), fingerprint: 'mark-old' });
              world.keys.set('new', keptKey('new', 'standby', world.keys.get('new')?.enteredAtMs ?? 0));
              return;
            case 'revoke':
              // Nobody revokes the key that is used.
              if (world.keys.get('old')?.state === 'active') return act('use');
              if (stood?.stepId === 'revoke' || stood?.stepId === 'old-dead') world.alive.delete('old');
              world.clock.wind(700_000);
              return;
            case 'wipe':
              if (
                stood !== null &&
                mayWipeKey(stood.facts, stood.stepId, 'old', world.keys.get('old')?.state === 'active').ok
              )
                world.keys.set('old', keptKey('old', 'retired', 0));
              return;
            case 'release':
              if (stood !== null && !stood.isValidated) return;
              world.halt.isOurs = false;
              world.halt.state = 'active';
              return;
            case 'crash':
              return run.crash();
            case 'cut off':
              return run.stepCutOff();
            case 'outage':
              world.isUp = !world.isUp;
              return;
            case 'wait':
              world.clock.wind(700_000);
          }
        };
        for (const action of walk) {
          const toDo = action === 'go' ? needed[run.shown().currentStepId ?? ''] : action;
          if (toDo !== undefined) await act(toDo);
          if (action === 'go') await run.step(run.shown().currentStepId === 'revoke' ? 'deleted' : null);
          const active = [...world.keys.values()].filter(({ state }) => state === 'active');
          expect(active).toHaveLength(1);
          expect(world.alive.has(active[0]?.credentialId ?? '')).toBe(true);
          if (world.keys.get('old')?.state === 'retired') {
            expect(world.alive.has('old'), 'a key that lives was wiped').toBe(false);
          }
          const { outcome, steps } = run.shown();
          const isTraded = steps.find(({ stepId }) => stepId === 'paper-trade')?.state === 'done';
          if (steps[0]?.state === 'done' && !isTraded) expect(world.halt.state).toBe('halted');
          if (outcome === 'open') continue;
          expect(world.keys.get('old')?.state).toBe('retired');
          expect(world.trades).toBeGreaterThan(0);
          ends += 1;
          return;
        }
      }),
      { numRuns: process.env.PORTCULLIS_LONG === '1' ? 5_000 : 60 },
    );
    expect(ends).toBeGreaterThan(10);
  });

  it('ends when everything is done in its order, and each step leaves a row before and after', async () => {
    const world = rotationWorld();
    const run = await rotating(consoleDb(), world);
    await run.step(null);
    await run.step(null);
    world.keys.set('new', keptKey('new', 'standby', world.clock.nowMs()));
    world.alive.add('new');
    for (let n = 0; n < 3; n += 1) await run.step(null);
    expect(run.shown().currentStepId).toBe('switch');
    world.keys.set('old', keptKey('old', 'standby', 0));
    world.keys.set('new', keptKey('new', 'active', 0));
    await run.step(null);
    await run.step('deleted');
    world.alive.delete('old');
    for (let n = 0; n < 3; n += 1) await run.step(null);
    expect(run.shown().currentStepId).toBe('release');
    world.halt.isOurs = false;
    await run.step(null);
    await run.step(null);
    world.keys.set('old', keptKey('old', 'retired', 0));
    await run.step(null);
    expect(run.shown()).toMatchObject({ outcome: 'completed', currentStepId: null });
    expect(run.shown().steps.every(({ state }) => state === 'done')).toBe(true);
    expect(run.rows).toHaveLength(28);
  });

  it('waits where a step may not be tried again yet, and takes the word of the person meanwhile', async () => {
    const world = rotationWorld();
    const run = await rotating(consoleDb(), world);
    await run.step(null);
    await run.step(null);
    world.keys.set('new', keptKey('new', 'standby', world.clock.nowMs()));
    world.alive.add('new');
    for (let n = 0; n < 3; n += 1) await run.step(null);
    world.keys.set('old', keptKey('old', 'standby', 0));
    world.keys.set('new', keptKey('new', 'active', 0));
    await run.step(null);
    await run.step('deleted');
    world.alive.delete('old');
    world.refusal = 'refused';
    await run.step(null);
    expect(await run.step(null)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    world.clock.wind(60_000);
    expect(await run.step(null)).toMatchObject({ ok: true });
    expect(await run.step('it is gone from the list')).toMatchObject({ ok: true, value: { currentStepId: 'health' } });
  });

  it('says of a step that was cut off that it is tried again', async () => {
    const run = await rotating(consoleDb(), rotationWorld());
    await run.stepCutOff();
    const [first] = run.shown().steps;
    expect(first).toMatchObject({ state: 'ready', proofs: [{ strength: 'failed' }] });
    expect(run.rows.at(-1)).toBe('credential-rotation recovered');
    expect(await run.step(null)).toMatchObject({ ok: true, value: { currentStepId: 'old-works' } });
  });

  it.each([1, 2])('leaves no row without an end where the console was ended after %s of a step', async (count) => {
    const run = await rotating(consoleDb(), rotationWorld());
    const before = run.rows.length;
    await run.stepKilledAfter(count);
    expect(run.rows).toHaveLength(before + count + 1);
    expect(run.rows.at(-1)).toBe('credential-rotation recovered');
    expect(run.shown()).toMatchObject({ currentStepId: 'halt', outcome: 'open' });
    expect(await run.step(null)).toMatchObject({ ok: true, value: { currentStepId: 'old-works' } });
  });

  it('is left or tried, never both at once', async () => {
    const run = await rotating(consoleDb(), rotationWorld());
    const [left, tried] = await Promise.all([run.leave(), run.step(null)]);
    expect([left.ok, tried.ok]).toEqual([true, false]);
    expect(run.shown()).toMatchObject({ outcome: 'left', currentStepId: null });
  });

  it('keeps its lock, and can only be left, where what was kept of it cannot be read', async () => {
    const database = consoleDb();
    const run = await rotating(database, rotationWorld());
    database.prepare("UPDATE procedures SET facts = '{}', step_id = 'renamed'").run();
    expect(run.shown()).toMatchObject({ outcome: 'open', steps: [] });
    expect(run.lock()).toMatchObject({ isHalted: true, isValidated: false });
    expect(await run.step(null)).toMatchObject({ ok: false });
    expect(await run.leave()).toMatchObject({ ok: true, value: { outcome: 'left' } });
  });

  it('does not go on with the new key where the person went back to the old one, and never wipes the one in use', async () => {
    const world = rotationWorld();
    const run = await rotating(consoleDb(), world);
    await run.step(null);
    await run.step(null);
    world.keys.set('new', keptKey('new', 'standby', world.clock.nowMs()));
    world.alive.add('new');
    for (let n = 0; n < 3; n += 1) await run.step(null);
    world.keys.set('old', keptKey('old', 'standby', 0));
    world.keys.set('new', keptKey('new', 'active', 0));
    await run.step(null);
    await run.step('deleted');
    world.keys.set('old', keptKey('old', 'active', 0));
    world.keys.set('new', keptKey('new', 'standby', 0));
    world.isUp = false;
    expect(await run.step('it is gone')).toMatchObject({ ok: true, value: { currentStepId: 'old-dead' } });
    const facts = { ...rotationOf(world), newCredentialId: 'new' };
    expect(mayWipeKey(facts, 'wipe', 'old', true)).toMatchObject({ ok: false });
    expect(mayWipeKey(facts, 'wipe', 'old', false)).toMatchObject({ ok: true });
  });
});
