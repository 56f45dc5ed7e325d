import { describe, expect, it } from 'vitest';
import { patienceMs, pauseMs, watchForSilence } from '../../../renderer/state/core-silence.ts';

/** Time by hand, and a core that answers when told to. */
function stage() {
  const answers: (() => void)[] = [];
  const changes: (number | null)[] = [];
  let timer: { dueMs: number; task: () => void } | null = null;
  let nowMs = 1_000;
  const stop = watchForSilence({
    ask: () => new Promise<void>((answer) => void answers.push(answer)),
    after(delayMs, task) {
      const made = { dueMs: nowMs + delayMs, task };
      timer = made;
      return () => {
        if (timer === made) timer = null;
      };
    },
    nowMs: () => nowMs,
    onChange: (sinceMs) => void changes.push(sinceMs),
  });
  return {
    stop,
    changes,
    asked: () => answers.length,
    pass(ms: number) {
      nowMs += ms;
      const due = timer;
      if (due === null || due.dueMs > nowMs) return;
      timer = null;
      due.task();
    },
    async answer() {
      answers.at(-1)?.();
      for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
    },
  };
}

describe('a core that is asked whether it answers', () => {
  it('is asked again and again, and nothing is said while it does', async () => {
    const core = stage();
    core.pass(patienceMs - 1);
    await core.answer();
    core.pass(pauseMs);
    await core.answer();
    expect([core.asked(), core.changes]).toEqual([2, []]);
  });

  it('is silent once an answer is missing for too long, since it was asked, until the answer comes', async () => {
    const core = stage();
    core.pass(patienceMs);
    expect(core.changes).toEqual([1_000]);
    await core.answer();
    expect(core.changes).toEqual([1_000, null]);
    core.pass(pauseMs);
    expect(core.asked()).toBe(2);
  });

  it('is asked one question at a time', () => {
    const core = stage();
    core.pass(patienceMs);
    core.pass(pauseMs);
    core.pass(pauseMs);
    expect(core.asked()).toBe(1);
  });

  it('is left alone once the watch stops', async () => {
    const core = stage();
    core.stop();
    core.pass(patienceMs);
    await core.answer();
    core.pass(pauseMs);
    expect([core.asked(), core.changes]).toEqual([1, []]);
  });
});
