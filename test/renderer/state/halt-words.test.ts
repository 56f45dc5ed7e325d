import { describe, expect, it } from 'vitest';
import type { Halt, HaltReason } from '../../../core/contract/shapes.ts';
import { haltSentence, reasonLines } from '../../../renderer/state/halt-words.ts';

const reason = (text: string, atMs: number, part: Partial<HaltReason> = {}): HaltReason => ({
  ...{ source: 'window', code: 'person', text, atMs, resolved: false },
  ...part,
});
const halted = (reasons: HaltReason[], locked: string | null = null): Halt => ({
  ...{ state: 'halted', sinceMs: 1, reasons, locked },
});

describe('why trading is halted', () => {
  it('is told with the first reason first, and what came up since as something besides', () => {
    const halt = halted([
      reason('I saw something', 1),
      reason('And again', 2),
      reason('The book is old', 3, { source: 'automatic', code: 'market-stale', resolved: true }),
    ]);
    expect(reasonLines(halt)).toEqual([
      'By you, in this window: I saw something',
      'Also, by you, in this window: And again',
      'Also, by the console itself: The book is old (its cause is gone)',
    ]);
    expect(haltSentence(halt)).toBe('Trading is halted by you, in this window: I saw something');
  });

  it('is not told twice where the first was only said again', () => {
    expect(reasonLines(halted([reason('Halt pressed', 1), reason('Halt pressed', 2)]))).toHaveLength(1);
    const gone = reason('Down', 1, { source: 'automatic', code: 'venue-down', resolved: true });
    expect(reasonLines(halted([gone, { ...gone, atMs: 2, resolved: false }]))).toHaveLength(2);
  });

  it('leaves to the lock what keeps it locked', () => {
    expect(reasonLines(halted([reason('TRADING_HALTED=true', 1), reason('Mine', 2)], 'TRADING_HALTED=true'))).toEqual([
      'By you, in this window: Mine',
    ]);
  });
});
