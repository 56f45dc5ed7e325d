import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemIds } from '../../../core/node-ports.ts';
import { fileSteps } from '../../../core/store/whole-file.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { cutAfter } from '../store/cut-steps.ts';
import { fakeKeychain } from './fake-keychain.ts';
import { filled, holdsAll, others, words } from './filled-vault.ts';
import { quickScrypt } from './quick-scrypt.ts';
import { vaultPlace } from './vault-place.ts';

quickScrypt();

describe('a power cut while a lock file is written', () => {
  /** Every byte in the long run, else each few of them and the last ones. */
  const placesOf = (all: number): readonly number[] => {
    const every = process.env.PORTCULLIS_LONG === undefined ? Math.ceil(all / 24) : 1;
    return Array.from({ length: all }, (_, at) => at).filter((at) => at % every === 0 || at >= all - 4);
  };

  it('leaves a vault that opens with the old passphrase or the new one', async () => {
    const { file, start } = vaultPlace();
    const vault = start();
    unwrap(await vault.unlock(words));
    filled(vault);
    const counted = cutAfter(Number.POSITIVE_INFINITY);
    const measured = start(null, counted);
    unwrap(await measured.unlock(words));
    unwrap(await measured.changePassphrase(words, words));
    const all = counted.used();
    let now = words;
    for (const units of placesOf(all)) {
      const [from, to] = now === words ? [words, others] : [others, words];
      const cut = start(null, cutAfter(units));
      unwrap(await cut.unlock(from));
      expect((await cut.changePassphrase(from, to)).ok).toBe(false);
      const next = start();
      const isOld = (await next.unlock(from)).ok;
      expect(isOld || (await next.unlock(to)).ok, `after ${units}`).toBe(true);
      expect(holdsAll(next), `after ${units}`).toBe(true);
      now = isOld ? from : to;
    }
    expect(readFileSync(file).length).toBeGreaterThan(0);
  }, 600_000);

  it('leaves a vault that opens, whole, at every byte of a new master key and of a second lock', async () => {
    const { file, start } = vaultPlace();
    const keychain = fakeKeychain(systemIds.bytes(32));
    filled(start(keychain));
    const counted = cutAfter(Number.POSITIVE_INFINITY);
    const measured = start(keychain, counted);
    unwrap(await measured.setSecondLock(null, words));
    unwrap(await measured.setSecondLock(words, null));
    const all = counted.used();
    for (const units of placesOf(all)) {
      const cut = start(keychain, cutAfter(units));
      if ((await cut.setSecondLock(null, words)).ok) await cut.setSecondLock(words, null);
      expect(holdsAll(cut), `after ${units}, in this run`).toBe(true);
      const next = start(keychain);
      if (next.state() === 'locked') unwrap(await next.unlock(words));
      expect(holdsAll(next), `after ${units}`).toBe(true);
      unwrap(await next.setSecondLock(words, null));
      for (const left of [file, `${file}.next`]) if (existsSync(left)) fileSteps.remove(left);
    }
  }, 600_000);
});
