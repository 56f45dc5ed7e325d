import { inputFields } from '../contract/input-fields.ts';
import type { Effect, Method } from '../contract/method.ts';
import { methods } from '../contract/methods.ts';
import type { Streams } from './streams.ts';

const effectWords: Readonly<Record<Effect, string>> = {
  read: 'reads',
  write: 'writes',
  tighten: 'tightens',
  halt: 'halts',
  raise: 'raises',
};

/** `call --list`: every method that `call` may ask, a line each: its name, what it does, and the fields of its input; 0. */
export function callList(streams: Streams): number {
  const entries: readonly (readonly [string, Method])[] = Object.entries(methods);
  const open = entries.filter(([, { from }]) => from.includes('operator'));
  const width = Math.max(...open.map(([name]) => name.length));
  for (const [name, method] of open) {
    streams.out(`${name.padEnd(width)}  ${effectWords[method.effect].padEnd(8)}  ${inputFields(method)}`);
  }
  const others = entries.length - open.length;
  streams.note(
    `${others} more need a person in the window or at a terminal. Ask one with: portcullis call METHOD 'JSON'`,
  );
  return 0;
}
