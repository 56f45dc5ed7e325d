import { checklistMutations } from './checklist-mutations.ts';
import { haltMutations } from './halt-mutations.ts';
import { lawMutations } from './law-mutations.ts';
import type { Mutation } from './mutation.ts';

/** Everything that is switched off in turn: each law, each item of going live, each automatic halt. */
export const mutations: readonly Mutation[] = [...lawMutations, ...checklistMutations, ...haltMutations];

/** A source with one of them made. Throws unless its place is there exactly once. */
export function mutated(source: string, { file, find, name, replace }: Mutation): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${name}: its place is not once in ${file}`);
  }
  return `${before}${replace}${after}`;
}
