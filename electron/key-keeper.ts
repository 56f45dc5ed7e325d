import { existsSync } from 'node:fs';
import type { KeychainAnswer, KeychainAsk } from '../core/channel.ts';
import { unreachable } from '../core/domain/result.ts';
import type { Clock } from '../core/ports.ts';
import { removeFile, replaceFile } from '../core/store/whole-file.ts';
import { loadMasterKey, type MasterKeyDeps, none, sealMasterKey, stagedFile } from './master-key.ts';

/** The one who asks the keychain in this process, and knows what it last said. */
export interface KeyKeeper {
  /** What the keychain holds, asked again only where it gave nothing. */
  now(): Promise<KeychainAnswer>;
  /** Does what a core asks for. Never rejects. */
  answer(ask: KeychainAsk): Promise<KeychainAnswer>;
}

/** A keychain that takes longer waits for a person, or is stuck: nobody waits for it. */
const answerTimeMs = 2_500;

/**
 * The keeper of a data folder's master key. `told` hears after every reading why there is no key, null when there is one. One thing at a
 * time: a change of the key is staged, then settled, and nothing is staged before the last change was settled.
 */
export function createKeyKeeper(
  deps: MasterKeyDeps,
  clock: Pick<Clock, 'after'>,
  told: (problem: string | null) => void,
): KeyKeeper {
  const next = stagedFile(deps.file);
  let held: KeychainAnswer | null = null;
  let reading: Promise<KeychainAnswer> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  /** A reading that is still under way is not begun a second time: a store that blocks would be asked twice. */
  async function read(): Promise<KeychainAnswer> {
    reading ??= loadMasterKey(deps).finally(() => {
      reading = null;
    });
    const late = new Promise<KeychainAnswer>((resolve) => {
      const cancel = clock.after(answerTimeMs, () => resolve(none('The keychain does not answer. Try again.')));
      void reading?.finally(cancel);
    });
    held = await Promise.race([reading, late]);
    told(held.problem);
    return held;
  }

  async function stage(masterKey: string): Promise<KeychainAnswer> {
    const current = held ?? (await read());
    if (current.masterKey === null) return current;
    if (existsSync(next)) return { ...current, problem: 'An earlier change of the master key is not settled.' };
    const isKept = await sealMasterKey(deps, next, masterKey);
    if (!isKept) return { ...current, problem: 'The keychain does not give back what it was given.' };
    held = { ...current, staged: masterKey };
    return held;
  }

  async function settle(counts: 'old' | 'new'): Promise<KeychainAnswer> {
    const current = held ?? (await read());
    if (current.masterKey === null || !existsSync(next)) return current;
    if (counts === 'old') removeFile(next, deps.steps);
    else if (current.staged === null) return { ...current, problem: 'The staged master key does not open.' };
    else replaceFile(next, deps.file, deps.steps);
    held = { ...current, masterKey: counts === 'new' ? current.staged : current.masterKey, staged: null };
    return held;
  }

  function does(ask: KeychainAsk): Promise<KeychainAnswer> {
    switch (ask.what) {
      case 'read':
        return read();
      case 'stage':
        return stage(ask.masterKey);
      case 'settle':
        return settle(ask.counts);
      default:
        return unreachable(ask);
    }
  }

  const inTurn = (work: () => Promise<KeychainAnswer>): Promise<KeychainAnswer> => {
    const result = turn.then(work).catch(() => {
      // What is on the disk is not known now: it is read anew.
      held = null;
      return none('The keychain failed.');
    });
    turn = result;
    return result;
  };
  return {
    now: () => inTurn(async () => (held === null || held.problem !== null ? read() : held)),
    answer: (ask) => inTurn(() => does(ask)),
  };
}
