import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checklistItemIds } from './checklist-mutations.ts';
import { haltCauses } from './halt-mutations.ts';
import { mutated, mutations } from './mutations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sourcesUnder = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

/** Causes of the console's own that say that something could not be written, or that undo themselves: no watch provokes them. */
const notWatched = [
  'rotation-lock',
  'halt-state-unreadable',
  'halt-not-released',
  'halt-not-stored',
  'halt-not-recorded',
  'person',
];

describe('what is switched off in turn', () => {
  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))('%s', (_name, mutation) => {
    expect(mutated(read(mutation.file), mutation)).not.toBe(read(mutation.file));
    for (const path of mutation.tests) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('is every item of going live', () => {
    const ids = sourcesUnder('core/golive').flatMap((path) =>
      [...read(path).matchAll(/itemId: '([a-z-]+)',\n\s+title:/g)].map(([, id = '']) => id),
    );
    expect([...checklistItemIds].sort()).toEqual(ids.sort());
  });

  it('is every cause by which the console halts by itself', () => {
    const named = /source: 'automatic',\s+code: '([a-z-]+)'/g;
    // Where a watch has its code by a name.
    const kept = /^const \w+ = '([a-z]+-[a-z]+)';$/gm;
    const codes = sourcesUnder('core').flatMap((path) => [
      ...[...read(path).matchAll(named)].map(([, code = '']) => code),
      ...(path.startsWith('core/halt/triggers/') || path === 'core/signing/keyshare-halts.ts'
        ? [...read(path).matchAll(kept)].map(([, code = '']) => code)
        : []),
    ]);
    const watched = [...new Set(codes)].filter((code) => !notWatched.includes(code));
    expect(Object.keys(haltCauses).sort()).toEqual(watched.sort());
  });
});
