import { describe, expect, it } from 'vitest';
import { callList } from '../../../core/cli/method-list.ts';
import type { Method } from '../../../core/contract/method.ts';
import { methods } from '../../../core/contract/methods.ts';

describe('the list of what may be called', () => {
  it('has a line for every method that the command line may ask, with what it does and takes, and for no other', () => {
    const [lines, notes]: [string[], string[]] = [[], []];
    const code = callList({ out: (text) => void lines.push(text), note: (text) => void notes.push(text) });
    const entries: readonly (readonly [string, Method])[] = Object.entries(methods);
    const open = entries.filter(([, { from }]) => from.includes('operator')).map(([name]) => name);
    expect([code, lines.map((line) => line.split(' ')[0])]).toEqual([0, open]);
    expect(lines.find((line) => line.startsWith('halt.engage '))).toMatch(/ halts +\{"reason", "source"\?\}$/);
    expect(lines.some((line) => line.startsWith('approvals.decide'))).toBe(false);
    expect(notes).toEqual([expect.stringContaining(`${entries.length - open.length} more need a person`)]);
  });
});
