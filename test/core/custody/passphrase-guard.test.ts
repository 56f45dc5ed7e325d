import { describe, expect, it } from 'vitest';
import { createPassphraseGuard, waitAfter } from '../../../core/custody/passphrase-guard.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { manualClock } from '../../manual-clock.ts';

const wrong: Result<string> = err({ code: 'wrong-passphrase', retry: 'safe' });

function guarded() {
  const clock = manualClock();
  const told: [string, number][] = [];
  const guard = createPassphraseGuard(clock, (what, times) => void told.push([what, times]));
  let checks = 0;
  const tried = (answer: Result<string>) =>
    guard.tried('unlock', async () => {
      checks += 1;
      return answer;
    });
  return { clock, told, tried, checks: () => checks };
}

describe('wrong passphrases', () => {
  it('may be three, then each waits twice as long as the one before, up to five minutes', () => {
    expect([0, 1, 2, 3, 4, 5, 10, 11, 500].map(waitAfter)).toEqual([
      0, 0, 0, 2_000, 4_000, 8_000, 256_000, 300_000, 300_000,
    ]);
  });

  it('are told one by one; while the time to wait is not over none is even checked, not the right one either', async () => {
    const { checks, clock, told, tried } = guarded();
    for (let time = 0; time < 3; time += 1) expect(await tried(wrong)).toEqual(wrong);
    const refused = { ok: false, error: { code: 'too-many-tries', retry: 'safe', waitMs: 2_000 } };
    expect(await tried(ok('right'))).toEqual(refused);
    clock.wind(1_999);
    expect(await tried(ok('right'))).toMatchObject({ error: { waitMs: 1 } });
    expect(checks()).toBe(3);
    clock.wind(1);
    expect(await tried(wrong)).toEqual(wrong);
    expect(await tried(ok('right'))).toMatchObject({ error: { waitMs: 4_000 } });
    clock.wind(4_000);
    expect(await tried(ok('right'))).toEqual(ok('right'));
    expect(await tried(wrong)).toEqual(wrong);
    expect(told.map(([, times]) => times)).toEqual([1, 2, 3, 4, 1]);
  });

  it('gain nothing by being typed all at once', async () => {
    const { checks, tried } = guarded();
    const answers = await Promise.all(Array.from({ length: 20 }, () => tried(wrong)));
    expect(checks()).toBe(3);
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'too-many-tries')).toHaveLength(17);
  });

  it('are not counted where something else failed', async () => {
    const { told, tried } = guarded();
    const failed: Result<string> = err({ code: 'storage-failed', retry: 'after-checking', what: 'x' });
    for (let time = 0; time < 5; time += 1) expect(await tried(failed)).toEqual(failed);
    expect(told).toEqual([]);
  });
});
