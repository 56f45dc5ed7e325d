import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inputIssues } from '../../core/input-issues.ts';

const Shape = z.strictObject({
  amount: z.string().regex(/^\d+$/),
  kind: z.enum(['buy', 'sell']).optional(),
  byKey: z.record(z.string(), z.number()).optional(),
});
const key = `0x${'5e'.repeat(32)}`;

function issuesOf(input: unknown): ReturnType<typeof inputIssues> {
  const parsed = Shape.safeParse(input);
  return parsed.success ? [] : inputIssues(parsed.error);
}

describe('what is said of a wrong input', () => {
  it('names a key that is not known where it looks like one', () => {
    expect(issuesOf({ amount: '1', amuont: 1 })).toEqual([
      { path: '', problem: 'has a key that is not known: amuont' },
    ]);
    expect(issuesOf({ amount: '1', a: 1, b: 2 })).toEqual([{ path: '', problem: 'has keys that are not known: a, b' }]);
  });

  it('repeats no value, and no key that could be a secret', () => {
    const issues = issuesOf({ amount: key, kind: key, byKey: { [key]: 'x' }, [key]: 1, 'a pass phrase': 1 });
    expect(issues.map(({ path }) => path)).toEqual(['amount', 'kind', 'byKey.(key)', '']);
    expect(JSON.stringify(issues)).not.toMatch(/5e5e|pass phrase/);
  });

  it('tells which of our own keys it means: a market, an address, a chain, a place in a list', () => {
    const named = ['BTC/USDT', '0x5FbDB2315678afecb367f032d93F642f64180aa3', '31337'];
    const issues = issuesOf({ amount: '1', byKey: Object.fromEntries(named.map((each) => [each, 'x'])) });
    expect(issues.map(({ path }) => path).sort()).toEqual(named.map((each) => `byKey.${each}`).sort());
  });
});
