import { describe, expect, it, vi } from 'vitest';
import { createClosing } from '../../electron/closing.ts';

const open = { message: 'Close Portcullis?', detail: '1 order is open.' };

/** A person who is asked, and a console that closes when it may. */
function closable(isOpen = true) {
  const answers: ((isYes: boolean) => void)[] = [];
  let closed = 0;
  const closing = createClosing({
    question: async () => (isOpen ? open : null),
    ask: () => new Promise((resolve) => answers.push(resolve)),
  });
  const close = (): void => {
    if (closing.mayClose(close)) closed += 1;
  };
  const answer = async (index: number, isYes: boolean) => {
    await vi.waitFor(() => expect(answers).toHaveLength(index + 1), { interval: 1 });
    answers[index]?.(isYes);
  };
  return { closing, close, answer, asked: () => answers.length, closed: () => closed };
}

describe('closing the console', () => {
  it('asks nothing when nothing is open', async () => {
    const { close, asked, closed } = closable(false);
    close();
    await vi.waitFor(() => expect(closed()).toBe(1), { interval: 1 });
    expect(asked()).toBe(0);
  });

  it('asks once, without stopping anything, and closes once on a yes', async () => {
    const { close, answer, asked, closed } = closable();
    close();
    close();
    expect(closed()).toBe(0);
    await answer(0, true);
    await vi.waitFor(() => expect(closed()).toBe(1), { interval: 1 });
    expect(asked()).toBe(1);
    close();
    await answer(1, false);
    expect(closed()).toBe(1);
  });

  it('stays open on a no, and asks the next time', async () => {
    const { close, answer, asked, closed } = closable();
    close();
    await answer(0, false);
    await vi.waitFor(
      () => {
        close();
        expect(asked()).toBe(2);
      },
      { timeout: 30_000 },
    );
    expect(closed()).toBe(0);
  });

  it('stays open when it cannot be asked', async () => {
    const ask = vi.fn(() => Promise.reject(new Error('no display')));
    const closing = createClosing({ question: async () => open, ask });
    const again = vi.fn();
    await vi.waitFor(
      () => {
        expect(closing.mayClose(again)).toBe(false);
        expect(ask.mock.calls.length).toBeGreaterThan(1);
      },
      { timeout: 30_000 },
    );
    expect(again).not.toHaveBeenCalled();
  });

  it('asks nothing once the application ends', () => {
    const { closing, close, asked, closed } = closable();
    closing.end();
    close();
    expect([asked(), closed()]).toEqual([0, 1]);
  });
});
