import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  beginPasswordChange,
  mayDeleteOld,
  passwordChangePlan,
} from '../../../core/procedures/change-keystore-password.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { type Database, openDatabase } from '../../../core/store/database.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import {
  beside,
  type KeystoreWorld,
  keystoreWorld,
  newAddress,
  oldAddress,
  procedureOver,
  usual,
} from './keystore-world.ts';
import { keptKey } from './rotation-world.ts';

const credential = { ...keptKey('c', 'active', 0), kind: 'keystore-password', subject: null } as const;
const copy = `${usual}.old-1`;

let database: Database;
function consoleDb(): Database {
  const opened = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  opened.pragma('synchronous = OFF');
  onTestFinished(() => {
    opened.close();
  });
  return opened;
}
beforeEach(() => {
  database = consoleDb();
});

const changing = (world: KeystoreWorld) =>
  procedureOver(
    database,
    passwordChangePlan(world.ports),
    unwrap(beginPasswordChange(credential, world.ports.inUse())),
  );

/** What `keystore.changePassword` does while this is under way; the person may not know what they typed. */
function change(world: KeystoreWorld, password: string): void {
  const old = world.files.get(usual);
  if (old === undefined || old.password === password) return;
  world.files.set(freeCopy(world), old);
  world.files.set(usual, { ...old, password });
  world.passwords.delete(usual);
}

/** A name that no copy has, which one may have had that was put back. */
function freeCopy(world: KeystoreWorld, n = 1): string {
  const name = `${usual}.old-${n}`;
  return world.files.has(name) ? freeCopy(world, n + 1) : name;
}

/** What `keystore.deleteOld` does: never before its step, and only once the keystore in use was opened. */
function deleteOld(world: KeystoreWorld, stepId: string, isKnown: (password: string) => boolean): void {
  if (!mayDeleteOld(stepId).ok || !isKnown(world.files.get(usual)?.password ?? '')) return;
  for (const file of world.ports.oldCopies(usual)) world.files.delete(file);
}

describe("the change of the keystore's password", () => {
  it('looks at the file, opens it, signs, trades and is released before the old one may be deleted', async () => {
    const world = keystoreWorld();
    const run = await changing(world);
    await run.step();
    await run.step();
    expect(run.at()).toBe('new-password');
    await run.step();
    expect(run.last()).toBe('The file is still the one under the old password.');
    change(world, 'new');
    await run.step();
    await run.step();
    expect([run.at(), run.last()]).toEqual(['opens', expect.stringContaining('give it')]);
    world.passwords.set(usual, 'old');
    await run.step();
    expect([run.at(), run.last()]).toEqual(['opens', expect.stringContaining('does not open it')]);
    expect(mayDeleteOld('opens').ok).toBe(false);
    world.passwords.set(usual, 'new');
    for (const next of ['sign', 'health', 'paper-trade', 'release']) {
      await run.step();
      expect(run.at()).toBe(next);
    }
    await run.step();
    expect(run.at()).toBe('release');
    world.halt.isOurs = false;
    await run.step();
    await run.step();
    expect([run.at(), run.last()]).toEqual(['delete-old', `It still lies here: ${usual}.old-1.`]);
    expect(run.shown().steps.at(-1)).toMatchObject({ form: { name: 'keystore-delete-old' } });
    deleteOld(world, 'delete-old', () => true);
    await run.step();
    const shown = run.shown();
    expect(shown.outcome).toBe('completed');
    expect(shown.steps.at(-1)?.proofs.at(-1)?.text).toContain('Deleted, may be recoverable');
    expect(JSON.stringify(shown)).not.toMatch(/securely|destroyed/i);
    expect(shown.steps.filter(({ proofs }) => proofs.at(-1)?.strength === 'proved')).toHaveLength(9);
  });

  it('takes no other key for it, and none that lies elsewhere', async () => {
    const world = keystoreWorld();
    const run = await changing(world);
    await run.step();
    await run.step();
    world.files.set(usual, { address: newAddress, password: 'new' });
    await run.step();
    expect([run.at(), run.last()]).toEqual(['new-password', expect.stringContaining('another key')]);
    world.named = beside;
    world.files.set(beside, { address: oldAddress, password: 'new' });
    await run.step();
    expect([run.at(), run.last()]).toEqual(['new-password', expect.stringContaining('Another keystore is in use')]);
    world.files.delete(beside);
    await run.step();
    expect([run.at(), run.last()]).toEqual(['new-password', expect.stringContaining('no keystore that can be read')]);
  });

  it('opens anew what was changed once more, and does not go on where the old file is back', async () => {
    const world = keystoreWorld();
    const run = await changing(world);
    await run.step();
    await run.step();
    change(world, 'new');
    world.passwords.set(usual, 'new');
    await run.step();
    await run.step();
    expect(run.at()).toBe('sign');
    world.files.set(usual, { address: oldAddress, password: 'old' });
    world.passwords.set(usual, 'old');
    await run.step();
    expect([run.at(), run.last()]).toEqual(['sign', 'The file is still the one under the old password.']);
    change(world, 'third');
    await run.step();
    expect([run.at(), run.last()]).toEqual(['sign', expect.stringContaining('give it')]);
    world.passwords.set(usual, 'third');
    await run.step();
    expect(run.at()).toBe('health');
  });

  it('says so where the keystore is not the signer that is chosen: it was opened, and that is all', async () => {
    const world = keystoreWorld();
    world.isSignerChosen = false;
    const run = await changing(world);
    await run.step();
    await run.step();
    change(world, 'new');
    world.passwords.set(usual, 'new');
    for (let n = 0; n < 3; n += 1) await run.step();
    const strengths = run.shown().steps.map(({ proofs, stepId }) => [stepId, proofs.at(-1)?.strength]);
    expect(strengths.slice(1, 5)).toEqual([
      ['old-signs', 'weak'],
      ['new-password', 'proved'],
      ['opens', 'proved'],
      ['sign', 'weak'],
    ]);
  });

  it('is not begun on for another credential, or without a keystore', () => {
    const inUse = keystoreWorld().ports.inUse();
    expect(beginPasswordChange(credential, null)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(beginPasswordChange({ ...credential, kind: 'api-token' }, inUse).ok).toBe(false);
    expect(beginPasswordChange({ ...credential, state: 'missing' }, inUse).ok).toBe(false);
  });

  it('whatever happens in whatever order, always leaves a file that opens, and deletes none before its end', async () => {
    const disturbances = [
      'change',
      'mistype',
      'give',
      'put back',
      'restart',
      'cut off',
      'delete',
      'release',
      'ill',
    ] as const;
    const needed: Readonly<Record<string, readonly (typeof disturbances)[number][]>> = {
      'new-password': ['change'],
      opens: ['give'],
      sign: ['give'],
      release: ['release'],
      'delete-old': ['give', 'delete'],
    };
    const walks = fc.array(
      fc.oneof({ weight: 3, arbitrary: fc.constant('go' as const) }, fc.constantFrom(...disturbances)),
      { minLength: 25, maxLength: 50 },
    );
    let ends = 0;
    await fc.assert(
      fc.asyncProperty(walks, fc.boolean(), async (walk, isKept) => {
        database.exec('DELETE FROM procedure_proofs; DELETE FROM procedures;');
        const world = keystoreWorld();
        const run = await changing(world);
        const isKnown = (password: string) => !password.startsWith('mistyped');
        let changes = 0;
        const act = async (action: (typeof disturbances)[number]): Promise<void> => {
          const stood = run.underWay();
          switch (action) {
            case 'change':
            case 'mistype': {
              // The password now must be typed, too.
              if (!isKnown(world.files.get(usual)?.password ?? '')) return;
              changes += 1;
              change(world, `${action === 'mistype' ? 'mistyped' : 'new'} ${changes}`);
              if (isKept) world.passwords.set(usual, world.files.get(usual)?.password ?? '');
              return;
            }
            case 'give': {
              const { password } = world.files.get(usual) ?? { password: '' };
              if (isKnown(password)) world.passwords.set(usual, password);
              return;
            }
            case 'put back': {
              const [first] = world.ports.oldCopies(usual);
              const old = world.files.get(first ?? '');
              if (first === undefined || old === undefined || isKnown(world.files.get(usual)?.password ?? '')) return;
              world.files.set(usual, old);
              world.files.delete(first);
              world.passwords.delete(usual);
              return;
            }
            case 'restart':
              if (!isKept) world.passwords.clear();
              return run.crash();
            case 'cut off':
              return run.stepCutOff();
            case 'delete':
              return deleteOld(world, stood?.stepId ?? '', isKnown);
            case 'release':
              if (stood !== null && !stood.isValidated) return;
              world.halt.isOurs = false;
              world.halt.state = 'active';
              return;
            case 'ill':
              world.isWell = !world.isWell;
          }
        };
        for (const action of walk) {
          const stepId = run.at() ?? '';
          for (const one of action === 'go' ? (needed[stepId] ?? []) : [action]) await act(one);
          if (action === 'go') await run.step();
          const known = [...world.files.values()].filter(({ password }) => isKnown(password));
          expect(known.length, 'nobody can open any file of the key').toBeGreaterThan(0);
          expect([...world.files.values()].every(({ address }) => address === oldAddress)).toBe(true);
          const { outcome, steps } = run.shown();
          const isTraded = steps.find((step) => step.stepId === 'paper-trade')?.state === 'done';
          if (steps[0]?.state === 'done' && !isTraded) expect(world.halt.state).toBe('halted');
          if (changes > 0 && steps.at(-1)?.state === 'to-come' && world.files.get(usual)?.password !== 'old') {
            expect(world.files.size, 'the old file is gone before the end').toBeGreaterThan(1);
          }
          if (outcome === 'open') continue;
          expect(world.ports.oldCopies(usual)).toEqual([]);
          expect(world.trades).toBeGreaterThan(0);
          expect(await world.ports.opens(usual)).toMatchObject({ value: oldAddress });
          ends += 1;
          return;
        }
      }),
      { numRuns: process.env.PORTCULLIS_LONG === '1' ? 5_000 : 60 },
    );
    expect(ends).toBeGreaterThan(5);
  });
});

it('a step that is cut off anywhere is tried again, and the file under the old password stays meanwhile', async () => {
  const world = keystoreWorld();
  const run = await changing(world);
  while (run.shown().outcome === 'open') {
    const at = run.at();
    if (at === 'new-password') change(world, 'new');
    if (at === 'opens') world.passwords.set(usual, 'new');
    if (at === 'release') world.halt.isOurs = false;
    if (at === 'delete-old') deleteOld(world, 'delete-old', () => true);
    else if (world.files.get(usual)?.password === 'new') expect(world.files.has(copy)).toBe(true);
    await run.stepCutOff();
    expect(run.at()).toBe(at);
    expect(run.last()).toContain('tried again');
    await run.step();
  }
  expect(world.ports.oldCopies(usual)).toEqual([]);
});
