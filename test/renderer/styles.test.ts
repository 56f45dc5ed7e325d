import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../renderer/styles', import.meta.url));
/** What is as long as this is a layout that has a name; what is shorter may look alike by chance. */
const fewestLines = 4;

/** The bodies of a style's rules, each on one line, with where they stand. */
function rulesOf(name: string): readonly (readonly [string, string])[] {
  const text = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', body = '']) => {
    const lines = body
      .split(';')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    return lines.length < fewestLines ? [] : [[lines.sort().join('; '), `${name} ${selector.trim()}`] as const];
  });
}

it('no layout is written out twice: what two screens share has a style of its own', () => {
  const places = new Map<string, string[]>();
  for (const name of readdirSync(folder)) {
    for (const [body, place] of rulesOf(name)) places.set(body, [...(places.get(body) ?? []), place]);
  }
  expect(places.size).toBeGreaterThan(50);
  expect([...places.values()].filter((found) => found.length > 1)).toEqual([]);
});
