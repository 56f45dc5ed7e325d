import type * as z from 'zod';
import type { InputIssue } from './domain/errors.ts';
import { shownKey } from './domain/shown-name.ts';

/** What is wrong with an input, in zod's words where those repeat nothing of it: a value never, a key only where it looks like one. */
export function inputIssues({ issues }: z.ZodError): readonly InputIssue[] {
  return issues.map((issue) => ({
    path: issue.path.map((part) => shownKey(String(part))).join('.'),
    problem: issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys) : issue.message,
  }));
}

function unknownKeys(keys: readonly string[]): string {
  return `has ${keys.length === 1 ? 'a key that is' : 'keys that are'} not known: ${keys.slice(0, 10).map(shownKey).join(', ')}`;
}
