import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { type FileSteps, fileSteps } from '../../core/store/whole-file.ts';
import { createKeyKeeper } from '../../electron/key-keeper.ts';
import type { Keychain } from '../../electron/keychain.ts';
import type { CollectionState } from '../../electron/master-key.ts';
import { cutAfter } from '../core/store/cut-steps.ts';
import { manualClock } from '../manual-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-keeper-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A keychain that reverses text. */
const reversing: Keychain = {
  backend: () => 'gnome_libsecret',
  isAvailable: async () => true,
  seal: async (text) => Buffer.from([...text].reverse().join('')),
  open: async (sealed) => ({ text: [...sealed.toString()].reverse().join(''), shouldSealAgain: false }),
};

function keeper(
  over: { collection?: () => CollectionState; steps?: FileSteps; keychain?: Keychain } = {},
  clock = systemClock,
) {
  const told: (string | null)[] = [];
  const deps = {
    platform: 'linux',
    keychain: over.keychain ?? reversing,
    collection: async () => over.collection?.() ?? 'unlocked',
    file: join(folder, 'master-key.sealed'),
    bytes: systemIds.bytes,
    steps: over.steps ?? fileSteps,
  } as const;
  return { told, ...createKeyKeeper(deps, clock, (problem) => told.push(problem)) };
}

const fresh = Buffer.alloc(32, 5).toString('base64');

describe('the keeper of the master key', () => {
  it('asks a locked keychain again when it is asked to, and says each time how it stands', async () => {
    let state: CollectionState = 'locked';
    const kept = keeper({ collection: () => state });
    expect(await kept.now()).toMatchObject({ masterKey: null, problem: expect.stringContaining('locked') });
    state = 'unlocked';
    const read = await kept.answer({ what: 'read' });
    expect(read.problem).toBeNull();
    expect(await kept.now()).toEqual(read);
    expect(kept.told).toEqual([expect.stringContaining('locked'), null]);
  });

  it('does not wait for a keychain that does not answer, and takes its answer at the next try', async () => {
    let answer: ((is: boolean) => void) | null = null;
    const isAvailable = () =>
      new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    const clock = manualClock();
    const kept = keeper({ keychain: { ...reversing, isAvailable } }, clock);
    const first = kept.now();
    await expect.poll(() => answer).not.toBeNull();
    clock.wind(2_500);
    expect(await first).toMatchObject({ masterKey: null, problem: 'The keychain does not answer. Try again.' });
    const second = kept.answer({ what: 'read' });
    (answer as unknown as (is: boolean) => void)(true);
    expect((await second).problem).toBeNull();
  });

  it('keeps a new key beside the old until it is told which of the two counts', async () => {
    const { masterKey } = await keeper().now();
    const kept = keeper();
    expect(await kept.answer({ what: 'stage', masterKey: fresh })).toEqual({ masterKey, staged: fresh, problem: null });
    expect((await kept.answer({ what: 'stage', masterKey: fresh })).problem).toContain('not settled');
    expect(await keeper().now()).toEqual({ masterKey, staged: fresh, problem: null });
    expect(await kept.answer({ what: 'settle', counts: 'old' })).toEqual({ masterKey, staged: null, problem: null });
    await kept.answer({ what: 'stage', masterKey: fresh });
    expect(await kept.answer({ what: 'settle', counts: 'new' })).toMatchObject({ masterKey: fresh, staged: null });
    expect(await kept.now()).toEqual({ masterKey: fresh, staged: null, problem: null });
    expect(await keeper().now()).toEqual({ masterKey: fresh, staged: null, problem: null });
    expect(existsSync(join(folder, 'master-key.sealed.next'))).toBe(false);
  });

  it('stages nothing where the keychain is locked, or does not give back what it was given', async () => {
    await keeper().now();
    const locked = keeper({ collection: () => 'locked' });
    expect(await locked.answer({ what: 'stage', masterKey: fresh })).toMatchObject({ masterKey: null });
    const other = keeper({ keychain: { ...reversing, seal: async () => Buffer.from('x') } });
    expect((await other.answer({ what: 'stage', masterKey: fresh })).problem).toContain('does not give back');
    expect(existsSync(join(folder, 'master-key.sealed.next'))).toBe(false);
  });

  it('holds the old key or both, and then the new one or both, wherever the power is cut', async () => {
    const { masterKey } = await keeper().now();
    const counted = cutAfter(Number.POSITIVE_INFINITY);
    const whole = keeper({ steps: counted });
    await whole.answer({ what: 'stage', masterKey: fresh });
    await whole.answer({ what: 'settle', counts: 'old' });
    for (let units = 0; units < counted.used(); units += 1) {
      const cut = keeper({ steps: cutAfter(units) });
      await cut.answer({ what: 'stage', masterKey: fresh });
      await cut.answer({ what: 'settle', counts: 'old' });
      const after = await keeper().now();
      expect(after.masterKey, `after ${units}`).toBe(masterKey);
      expect([null, fresh], `after ${units}`).toContain(after.staged);
      await keeper().answer({ what: 'settle', counts: 'old' });
    }
    for (let units = 0; units < 3; units += 1) {
      const before = keeper();
      const { masterKey: held } = await before.now();
      const next = systemIds.bytes(32);
      const text = Buffer.from(next).toString('base64');
      await before.answer({ what: 'stage', masterKey: text });
      await keeper({ steps: cutAfter(units) }).answer({ what: 'settle', counts: 'new' });
      const after = await keeper().now();
      const isBoth = after.masterKey === held && after.staged === text;
      const isNew = after.masterKey === text && after.staged === null;
      expect(isBoth || isNew, `after ${units}`).toBe(true);
      await keeper().answer({ what: 'settle', counts: 'new' });
      expect((await keeper().now()).masterKey).toBe(text);
    }
  });

  it('reads the disk again after a step that failed, and never answers by what it remembered', async () => {
    await keeper().now();
    const kept = keeper({
      steps: {
        ...fileSteps,
        syncFolder: () => {
          throw new Error('EIO');
        },
      },
    });
    await kept.answer({ what: 'stage', masterKey: fresh });
    expect((await kept.answer({ what: 'settle', counts: 'new' })).problem).toBe('The keychain failed.');
    expect((await kept.now()).masterKey).toBe(fresh);
  });
});
