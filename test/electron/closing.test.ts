import { describe, expect, it, vi } from 'vitest';
import { createClosing } from '../../electron/closing.ts';

const open = { message: 'Close Portcullis?', detail: '1 order is open.' };

/** A person who is asked, and a console that closes when it may. */
function console_(isOpen = true) {
  const answers: ((isYes: boolean) => void)[] = [];
  let closed = 0;
  const closing = createClosing({
    question: () => (isOpen ? open : null),
    ask: () => new Promise((resolve) => answers.push(resolve)),
  });
  const close = (): void => {
    if (closing.mayClose(close)) closed += 1;
  };
  return { closing, close, answers, closed: () => closed };
}

describe('closing the console', () => {
  it('asks nothing when nothing is open', () => {
    const { close, answers, closed } = console_(false);
    close();
    expect([answers.length, closed()]).toEqual([0, 1]);
  });

  it('waits for the answer without stopping anything, asks once, and closes on a yes', async () => {
    const { close, answers, closed } = console_();
    close();
    close();
    expect([answers.length, closed()]).toEqual([1, 0]);
    answers[0]?.(true);
    await vi.waitFor(() => expect(closed()).toBe(1));
    close();
    expect(answers).toHaveLength(2);
  });

  it('stays open on a no, and asks the next time', async () => {
    const { close, answers, closed } = console_();
    close();
    answers[0]?.(false);
    await vi.waitFor(() => {
      close();
      expect(answers).toHaveLength(2);
    });
    expect(closed()).toBe(0);
  });

  it('stays open when it cannot be asked', async () => {
    const ask = vi.fn(() => Promise.reject(new Error('no display')));
    const closing = createClosing({ question: () => open, ask });
    const again = vi.fn();
    expect(closing.mayClose(again)).toBe(false);
    await vi.waitFor(() => {
      closing.mayClose(again);
      expect(ask).toHaveBeenCalledTimes(2);
    });
    expect(again).not.toHaveBeenCalled();
  });

  it('asks nothing once the application ends', () => {
    const { closing, close, answers, closed } = console_();
    closing.end();
    close();
    expect([answers.length, closed()]).toEqual([0, 1]);
  });
});
