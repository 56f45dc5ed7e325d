import { describe, expect, it } from 'vitest';
import type { Change } from '../../../core/practice/exchange-port.ts';
import { createKeptBooks } from '../../../core/practice/kept-books.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const change = (): Change => ({ orders: new Set(), fills: [], holdings: new Set() });

function stage() {
  const kept: Change[] = [];
  let isFull = false;
  const books = createKeptBooks((next) => {
    if (isFull) throw new Error('full');
    kept.push(next);
  }, quiet);
  return { books, kept, full: (to: boolean) => (isFull = to) };
}

describe('the books of the practice exchange', () => {
  it('keep what could not be kept later, in order, each once', () => {
    const { books, kept, full } = stage();
    const changes = [change(), change(), change()] as const;
    full(true);
    expect(() => books.keep(changes[0], false)).toThrow('full');
    books.keep(changes[1], true);
    expect(books.isBehind()).toBe(true);
    books.catchUp();
    expect(kept).toEqual([]);
    full(false);
    books.keep(changes[2], false);
    expect(kept).toEqual([...changes]);
    expect(books.isBehind()).toBe(false);
    books.catchUp();
    expect(kept).toHaveLength(3);
  });
});
