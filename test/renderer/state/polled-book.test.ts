import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../core/domain/errors.ts';
import { decimal } from '../../../core/domain/money.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import type { Book } from '../../../renderer/state/book-source.ts';
import { bookAgainMs, createPolledBook } from '../../../renderer/state/polled-book.ts';

const book = (price: string): Book => ({ bids: [[decimal(price), decimal('1')]], asks: [] });
const down: AppError = { code: 'venue-unreachable', retry: 'safe', venue: 'kraken', why: 'it hangs' };

/** A book whose questions are answered, and whose time passes, by hand. */
function stage() {
  const answers: ((answer: Result<Book>) => void)[] = [];
  const problems: (string | null)[] = [];
  let planned: { readonly delayMs: number; readonly task: () => void } | null = null;
  let changes = 0;
  const polled = createPolledBook({
    ask: () => new Promise((answer) => void answers.push(answer)),
    after(delayMs, task) {
      const mine = { delayMs, task };
      planned = mine;
      return () => {
        if (planned === mine) planned = null;
      };
    },
    onProblem: (error) => void problems.push(error?.code ?? null),
  });
  polled.watch(() => {
    changes += 1;
  });
  return {
    polled,
    problems,
    asked: () => answers.length,
    changes: () => changes,
    planned: () => planned,
    async answer(answer: Result<Book>) {
      answers.at(-1)?.(answer);
      for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
    },
  };
}

describe('a book that is asked for', () => {
  it('is not, until it is followed; then again a while after each answer, and never two at once', async () => {
    const { answer, asked, changes, planned, polled } = stage();
    expect([polled.latest(), asked()]).toEqual([null, 0]);
    polled.follow();
    expect([asked(), planned()]).toEqual([1, null]);
    await answer(ok(book('20000')));
    expect([polled.latest(), changes()]).toEqual([book('20000'), 1]);
    expect(planned()?.delayMs).toBe(bookAgainMs);
    planned()?.task();
    expect(asked()).toBe(2);
    await answer(ok(book('20001')));
    expect(polled.latest()).toEqual(book('20001'));
  });

  it('is gone where the last question was not answered: an old book is not shown for the one of now', async () => {
    const { answer, planned, polled, problems } = stage();
    polled.follow();
    await answer(ok(book('20000')));
    planned()?.task();
    await answer(err(down));
    expect([polled.latest(), problems]).toEqual([null, [null, 'venue-unreachable']]);
    planned()?.task();
    await answer(ok(book('20002')));
    expect([polled.latest(), problems.at(-1)]).toEqual([book('20002'), null]);
  });

  it('takes no answer any more once nobody follows it, and plans nothing', async () => {
    const { answer, changes, planned, polled } = stage();
    const leave = polled.follow();
    leave();
    await answer(ok(book('20000')));
    expect([polled.latest(), changes(), planned()]).toEqual([null, 0, null]);
  });

  it('tells who comes later what there is already, and who left nothing more', async () => {
    const { answer, planned, polled } = stage();
    polled.follow();
    await answer(ok(book('20000')));
    let heard = 0;
    const leave = polled.watch(() => {
      heard += 1;
    });
    expect(heard).toBe(1);
    leave();
    planned()?.task();
    await answer(ok(book('20001')));
    expect(heard).toBe(1);
  });
});
