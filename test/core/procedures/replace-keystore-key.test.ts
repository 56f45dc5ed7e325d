import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { mayDeleteOld } from '../../../core/procedures/change-keystore-password.ts';
import { readKeyReplacement } from '../../../core/procedures/key-replacement.ts';
import { beginKeyReplacement, keyReplacementPlan, oldKeyFiles } from '../../../core/procedures/replace-keystore-key.ts';
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

let database: Database;
beforeEach(() => {
  const opened = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  opened.pragma('synchronous = OFF');
  onTestFinished(() => {
    opened.close();
  });
  database = opened;
});

const replacing = (world: KeystoreWorld) => {
  const facts = unwrap(beginKeyReplacement(credential, world.ports.inUse(), world.pinned, world.ports.others()));
  return procedureOver(database, keyReplacementPlan(world.ports), facts);
};
type Run = Awaited<ReturnType<typeof replacing>>;

/** What `keystore.create` beside the one in use does. */
function make(world: KeystoreWorld): void {
  if (world.files.has(beside)) return;
  world.files.set(beside, { address: newAddress, password: 'new' });
  world.passwords.set(beside, 'new');
}

/** What the person does in the approval window, where they are asked. */
function approve(world: KeystoreWorld): void {
  world.pinned = world.asked ?? world.pinned;
  world.asked = null;
}

/** What `keystore.deleteOld` does: only at its step, once the pinned keystore in use was opened, and never that one. */
async function deleteOld(world: KeystoreWorld, run: Run): Promise<void> {
  const stood = run.underWay();
  const facts = readKeyReplacement(stood?.facts ?? '');
  if (stood === null || facts === null || !mayDeleteOld(stood.stepId).ok) return;
  const inUse = world.ports.inUse();
  const files = oldKeyFiles(world.ports, facts);
  if (inUse === null || files.includes(inUse.file) || inUse.address !== world.pinned) return;
  for (const file of files) world.files.delete(file);
}

/** Everything up to this step, as it goes when nothing is in the way. */
async function goTo(world: KeystoreWorld, run: Run, stepId: string): Promise<void> {
  for (let n = 0; run.at() !== stepId && n < 20; n += 1) {
    if (run.at() === 'new-keystore') make(world);
    if (run.at() === 'pin') approve(world);
    if (run.at() === 'release') world.halt.isOurs = false;
    await run.step();
  }
  expect(run.at()).toBe(stepId);
}

describe("the replacement of the keystore's key", () => {
  it('goes from halt to the old file deleted last, and the old key works until then', async () => {
    const world = keystoreWorld();
    const run = await replacing(world);
    await run.step();
    await run.step();
    expect([run.at(), run.last()]).toEqual(['new-keystore', 'There is no other key in any keystore here yet.']);
    expect(run.shown().steps[1]).toMatchObject({ form: { name: 'keystore-create-beside' } });
    await goTo(world, run, 'pin');
    expect(world.pinned).toBe(oldAddress);
    await run.step();
    expect([run.at(), world.asked]).toEqual(['pin', newAddress]);
    await goTo(world, run, 'funds');
    expect([world.pinned, world.replacements, world.trades]).toEqual([newAddress, 1, 1]);
    expect(mayDeleteOld('funds').ok).toBe(false);
    await run.step();
    expect(run.at()).toBe('delete-old');
    await run.step();
    expect(run.last()).toBe(`It still lies here: ${usual}.`);
    await deleteOld(world, run);
    await run.step();
    const shown = run.shown();
    expect(shown.outcome).toBe('completed');
    expect([...world.files.keys()]).toEqual([beside]);
    expect(shown.steps.at(-1)?.proofs.at(-1)?.text).toContain('Deleted, may be recoverable');
    expect(JSON.stringify(shown)).not.toMatch(/securely|destroyed/i);
  });

  it('shows the lines that must change, and goes on once they were read at a start', async () => {
    const world = keystoreWorld();
    world.named = usual;
    world.lines = ['KEYSTORE_PATH=keystore-new.json (in the environment).'];
    const run = await replacing(world);
    await goTo(world, run, 'lines');
    expect(run.shown().steps.find(({ stepId }) => stepId === 'lines')?.instruction).toContain(world.lines[0]);
    await run.step();
    expect([run.at(), run.last()]).toEqual(['lines', expect.stringContaining('read at the next start')]);
    world.named = beside;
    world.lines = [];
    await run.crash();
    await goTo(world, run, 'funds');
    expect(world.pinned).toBe(newAddress);
  });

  it('sees a keystore of another program once the setting names it', async () => {
    const world = keystoreWorld();
    const run = await replacing(world);
    await run.step();
    world.named = 'elsewhere.json';
    world.files.set('elsewhere.json', { address: newAddress, password: 'new' });
    await run.step();
    expect(run.at()).toBe('lines');
    await run.step();
    await run.step();
    expect([run.at(), run.last()]).toEqual(['opens', expect.stringContaining('give it')]);
  });

  it('asks which of two new keys is meant, and takes the one whose address is said', async () => {
    const world = keystoreWorld();
    const run = await replacing(world);
    await run.step();
    world.named = 'elsewhere.json';
    world.files.set('elsewhere.json', { address: '0xThird', password: 'third' });
    make(world);
    await run.step();
    expect([run.at(), run.last()]).toEqual(['new-keystore', expect.stringContaining('0xThird')]);
    expect(run.shown().steps[1]?.word).toBe('instead');
    await run.step(`it is ${newAddress}`);
    expect(readKeyReplacement(run.underWay()?.facts ?? '')).toMatchObject({ newAddress, newFile: beside });
  });

  it('takes no keystore that lay there before for the new one, unless its address is said', async () => {
    const world = keystoreWorld();
    make(world);
    const run = await replacing(world);
    await run.step();
    expect(run.shown().steps[1]?.word).toBe('instead');
    await run.step();
    expect([run.at(), run.last()]).toEqual(['new-keystore', expect.stringContaining(`say its address. ${newAddress}`)]);
    await run.step(`I made ${newAddress} yesterday`);
    expect(readKeyReplacement(run.underWay()?.facts ?? '')).toMatchObject({ newAddress, newFile: beside });
  });

  it('does not pin a key that the rules let sign nothing, and tells where it is not named as a recipient', async () => {
    const world = keystoreWorld();
    world.maySign = false;
    world.unnamed = ['SIGNER_ALLOWED_TO_ADDRESSES'];
    const run = await replacing(world);
    await goTo(world, run, 'allowlist');
    await run.step();
    expect([run.at(), run.last()]).toEqual(['allowlist', expect.stringContaining('ALLOW_SIGNER_ADDRESSES')]);
    world.maySign = true;
    await run.step();
    const proof = run
      .shown()
      .steps.find(({ stepId }) => stepId === 'allowlist')
      ?.proofs.at(-1);
    expect(proof).toMatchObject({ strength: 'weak', text: expect.stringContaining('SIGNER_ALLOWED_TO_ADDRESSES') });
  });

  it.each([
    ['there is something left', ['1 ETH'], '1 ETH on Anvil'],
    ['the chain does not answer', null, 'Anvil did not answer'],
    ['no chain is set up', undefined, 'No chain is set up'],
  ] as const)('does not take the old address for empty where %s, but by word', async (_what, left, told) => {
    const world = keystoreWorld();
    world.left = left;
    const run = await replacing(world);
    await goTo(world, run, 'funds');
    await run.step();
    expect([run.at(), run.last()]).toEqual(['funds', expect.stringContaining(told)]);
    await run.step('moved with another wallet');
    const proof = run
      .shown()
      .steps.find(({ stepId }) => stepId === 'funds')
      ?.proofs.at(-1);
    expect(proof).toMatchObject({ strength: 'said', text: expect.stringContaining(told) });
    expect(run.at()).toBe('delete-old');
  });

  it('lets the old key be chosen again for the transfer, and deletes nothing while it is the pinned one', async () => {
    const world = keystoreWorld();
    const run = await replacing(world);
    await goTo(world, run, 'delete-old');
    world.pinned = oldAddress;
    await deleteOld(world, run);
    expect(world.files.has(usual)).toBe(true);
    await run.step();
    expect([run.last(), world.asked]).toEqual([expect.stringContaining('not the pinned one'), newAddress]);
  });

  it.each(['sign', 'health', 'paper-trade', 'release'])(
    'does not go past %s while anything else is in use',
    async (at) => {
      const world = keystoreWorld();
      const run = await replacing(world);
      await goTo(world, run, at);
      const traded = world.trades;
      const stays = async () => {
        world.asked = null;
        world.halt.isOurs = at !== 'release';
        await run.step();
        expect([run.at(), run.last()]).toEqual([at, expect.stringContaining('not the pinned one')]);
        expect([world.asked, world.trades]).toEqual([newAddress, traded]);
      };
      world.pinned = oldAddress;
      await stays();
      // Another kind of signer, and another file, each with the same key.
      world.pinned = newAddress;
      world.isSignerChosen = false;
      await stays();
      world.isSignerChosen = true;
      world.named = 'elsewhere.json';
      world.files.set('elsewhere.json', { address: newAddress, password: 'new' });
      world.passwords.set('elsewhere.json', 'new');
      await stays();
      world.named = null;
      await run.step();
      expect(run.at()).not.toBe(at);
    },
  );

  it('is not begun on without a keystore, or where nobody knows its address', () => {
    const inUse = keystoreWorld().ports.inUse();
    const silent = inUse === null ? null : { ...inUse, address: null };
    expect(beginKeyReplacement(credential, null, oldAddress, [])).toMatchObject({ error: { code: 'conflict' } });
    expect(beginKeyReplacement(credential, silent, null, []).ok).toBe(false);
    expect(beginKeyReplacement(credential, silent, oldAddress, [])).toMatchObject({ value: { oldAddress } });
    expect(beginKeyReplacement({ ...credential, kind: 'api-token' }, inUse, oldAddress, []).ok).toBe(false);
  });

  it('whatever happens in whatever order, the pinned key has a file that opens, and the old one stays while it is needed', async () => {
    const disturbances = [
      'make',
      'approve',
      'go back',
      'move',
      'silence',
      'say',
      'restart',
      'cut off',
      'delete',
      'release',
      'ill',
    ] as const;
    const needed: Readonly<Record<string, (typeof disturbances)[number]>> = {
      'new-keystore': 'make',
      pin: 'approve',
      sign: 'approve',
      release: 'release',
      funds: 'move',
      'delete-old': 'delete',
    };
    const walks = fc.array(
      fc.oneof({ weight: 3, arbitrary: fc.constant('go' as const) }, fc.constantFrom(...disturbances)),
      { minLength: 30, maxLength: 60 },
    );
    let ends = 0;
    await fc.assert(
      fc.asyncProperty(walks, async (walk) => {
        database.exec('DELETE FROM procedure_proofs; DELETE FROM procedures;');
        const world = keystoreWorld();
        world.left = ['1 ETH'];
        let isSaid = false;
        const run = await replacing(world);
        const act = async (action: (typeof disturbances)[number]): Promise<void> => {
          const stood = run.underWay();
          switch (action) {
            case 'make':
              return make(world);
            case 'approve':
              return approve(world);
            case 'go back':
              // The approval opens the keystore first: one that is gone cannot be pinned.
              if (world.files.has(usual)) world.pinned = oldAddress;
              return;
            case 'move':
              if (world.files.has(usual) && world.left !== null) world.left = [];
              return;
            case 'silence':
              world.left = world.left === null ? ['1 ETH'] : null;
              return;
            case 'say':
              isSaid ||= stood?.stepId === 'funds';
              await run.step('my word');
              return;
            case 'restart':
              return run.crash();
            case 'cut off':
              return run.stepCutOff();
            case 'delete':
              return deleteOld(world, run);
            case 'release':
              if (stood !== null && !stood.isValidated) return;
              world.halt.isOurs = false;
              world.halt.state = 'active';
              return;
            case 'ill':
              world.isWell = !world.isWell;
          }
        };
        let wasEmpty = false;
        for (const action of walk) {
          const toDo = action === 'go' ? needed[run.at() ?? ''] : action;
          if (toDo !== undefined) await act(toDo);
          if (action === 'go') await run.step();
          const inUse = world.ports.inUse();
          expect(inUse?.address, 'the pinned key has no file').toBe(world.pinned);
          expect((await world.ports.opens(inUse?.file ?? '')).ok).toBe(true);
          const { outcome, steps } = run.shown();
          wasEmpty ||= steps.find(({ stepId }) => stepId === 'funds')?.proofs.at(-1)?.strength === 'weak';
          if (!world.files.has(usual)) {
            expect(wasEmpty || isSaid, 'the old key is gone while it was needed').toBe(true);
            expect(world.pinned).toBe(newAddress);
          }
          const isTraded = steps.find(({ stepId }) => stepId === 'paper-trade')?.state === 'done';
          if (steps[0]?.state === 'done' && !isTraded) expect(world.halt.state).toBe('halted');
          if (outcome === 'open') continue;
          expect([...world.files.keys()]).toEqual([beside]);
          expect([world.pinned, world.trades > 0]).toEqual([newAddress, true]);
          ends += 1;
          return;
        }
      }),
      { numRuns: process.env.PORTCULLIS_LONG === '1' ? 5_000 : 60 },
    );
    expect(ends).toBeGreaterThan(5);
  });

  it('is tried again at every step that is cut off, and both keystores stay where it is left', async () => {
    const world = keystoreWorld();
    const run = await replacing(world);
    while (run.at() !== 'delete-old') {
      const at = run.at();
      if (at === 'new-keystore') make(world);
      if (at === 'pin') {
        await run.step();
        approve(world);
      }
      if (at === 'release') world.halt.isOurs = false;
      await run.stepCutOff();
      expect(run.at()).toBe(at);
      await run.step();
    }
    expect([...world.files.keys()]).toEqual([usual, beside]);
    expect(unwrap(await run.leave())).toMatchObject({ outcome: 'left' });
    expect([...world.files.keys()]).toEqual([usual, beside]);
  });
});
